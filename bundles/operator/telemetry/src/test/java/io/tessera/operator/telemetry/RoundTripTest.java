package io.tessera.operator.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.ImportSpec;
import io.tessera.net.Endpoint;
import io.tessera.net.event.Side;
import io.tessera.testing.testkit.TelemetryDecoder;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every record that is sent, with random values, against a decoder that knows JIP-3 only and not
 * these records.
 */
class RoundTripTest {
  private static final int CORES = 2;
  private static final long ID = 0x1234_5678_9aL;

  /** Those of JIP-3's types that this node never sends; docs/spec-map.md says why. */
  private static final Set<Integer> NOT_HAD =
      Set.of(95, 101, 102, 160, 161, 162, 168, 169, 170, 171, 172, 173);

  private final Random random = new Random(3);
  private int turn;

  private static List<Class<?>> records() {
    return Stream.of(
            StatusMessages.class,
            ConnectionMessages.class,
            BlockMessages.class,
            RequestMessages.class,
            Request.class,
            TicketMessages.class,
            GuaranteeingMessages.class,
            AvailabilityMessages.class,
            PreimageMessages.class)
        .flatMap(group -> Arrays.stream(group.getDeclaredClasses()))
        .filter(Message.class::isAssignableFrom)
        .toList();
  }

  @Test
  void everyRecordIsReadAsItWasMeant() throws Exception {
    TelemetryDecoder decoder = new TelemetryDecoder(CORES);
    Set<Integer> seen = new TreeSet<>(Set.of(Dropped.TYPE));
    for (Class<?> type : records()) {
      for (int i = 0; i < 20; i++) {
        Message message = (Message) random(type);
        byte[] frame = EventBuffer.encode(ID + i, message, ID);
        byte[] content = Arrays.copyOfRange(frame, 4, frame.length);
        TelemetryDecoder.Event event = decoder.event(content, ID);
        assertEquals(ID + i, event.time());
        assertEquals(message.type(), event.type());
        assertEquals(expected(message), event.fields(), message::toString);
        byte[] longer = Arrays.copyOf(content, content.length + 1);
        assertThrows(AssertionError.class, () -> decoder.event(longer, ID));
        byte[] shorter = Arrays.copyOf(content, content.length - 1);
        assertThrows(AssertionError.class, () -> decoder.event(shorter, ID));
        seen.add(message.type());
      }
    }
    Set<Integer> all = new TreeSet<>(TelemetryDecoder.names().keySet());
    all.removeAll(NOT_HAD);
    // 162's and 173's outcomes are had from the side that is asked.
    all.removeAll(Set.of(165, 176));
    seen.removeAll(Set.of(165, 176));
    assertEquals(all, seen, "types that are sent");
  }

  private Object random(Class<?> record) throws Exception {
    RecordComponent[] components = record.getRecordComponents();
    Object[] values = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = value(components[i], components[i].getGenericType());
    }
    var constructor = record.getDeclaredConstructor(types);
    constructor.setAccessible(true);
    return constructor.newInstance(values);
  }

  /** Names tell what the type does not: how large a number may be. */
  private Object value(RecordComponent component, Type type) throws Exception {
    String name = component.getName();
    if (type == long.class) {
      return Set.of(
                  "shardBytes",
                  "begun",
                  "built",
                  "submission",
                  "shared",
                  "refineGas",
                  "accumulateGas")
              .contains(name)
          ? random.nextLong()
          : random.nextLong(1L << 32);
    } else if (type == int.class) {
      boolean small = Set.of("attempt", "reason").contains(name);
      return random.nextInt(small ? 2 : 0x10000);
    } else if (type == boolean.class) {
      return random.nextBoolean();
    } else if (type == String.class) {
      return "\u00df".repeat(random.nextInt(64));
    } else if (type == Hash.class) {
      return Hash.wrap(bytes(32));
    } else if (type == Bytes.class) {
      return Bytes.wrap(bytes(1));
    } else if (type == PeerId.class) {
      return new PeerId(Ed25519Public.wrap(bytes(32)));
    } else if (type == Endpoint.class) {
      return new Endpoint(Bytes.wrap(bytes(16)), random.nextInt(0x10000));
    } else if (type == Side.class) {
      return Side.local(random.nextBoolean());
    } else if (type == ImportSpec.class) {
      return new ImportSpec(Hash.wrap(bytes(32)), random.nextBoolean(), random.nextInt(0x8000));
    } else if (type == Request.class) {
      return of(component);
    } else if (type instanceof ParameterizedType generic
        && generic.getRawType() == Optional.class) {
      return random.nextBoolean()
          ? Optional.empty()
          : Optional.of(value(component, generic.getActualTypeArguments()[0]));
    } else if (type instanceof ParameterizedType generic) {
      return list(component, generic.getActualTypeArguments()[0]);
    }
    return random((Class<?>) type);
  }

  /**
   * JIP-3 has no transfer of that form for blocks and preimages, nor a plain beginning of shards'.
   */
  private Request of(RecordComponent component) {
    Class<?> record = component.getDeclaringRecord();
    List<Request> possible =
        Arrays.stream(Request.values())
            .filter(it -> record != Request.Transferred.class || !it.tellsTransfer())
            .filter(it -> record != Request.Receiving.class || !it.name().contains("SEGMENT_SHARD"))
            .toList();
    return possible.get(turn++ % possible.size());
  }

  private List<Object> list(RecordComponent component, Type element) throws Exception {
    List<Object> values = new ArrayList<>();
    boolean byCore = component.getName().equals("guarantees");
    int size = byCore ? CORES : random.nextInt(200);
    for (int i = 0; i < size; i++) {
      values.add(
          byCore
              ? (Object) random.nextInt(256)
              : element == Integer.class
                  ? (Object) random.nextInt(0x10000)
                  : value(component, element));
    }
    return values;
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /** The fields as the decoder gives them. */
  private static List<Object> expected(Message message) throws Exception {
    List<Object> fields = new ArrayList<>();
    if (Set.of(140, 146, 147, 148).contains(message.type())) {
      fields.add(ID); // it names itself, as there is no auditing event
    }
    flatten((Record) message, fields);
    if (message instanceof BlockMessages.BlockExecuted) {
      fields.add(List.of());
    }
    return fields;
  }

  private static void flatten(Record record, List<Object> fields) throws Exception {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      component.getAccessor().setAccessible(true);
      Object value = component.getAccessor().invoke(record);
      if (component.getName().equals("guarantees") && value instanceof List<?> counts) {
        StringBuilder hex = new StringBuilder();
        counts.forEach(count -> hex.append("%02x".formatted((Integer) count)));
        fields.add(hex.toString());
      } else if (value instanceof List<?> elements) {
        List<Object> list = new ArrayList<>();
        for (Object element : elements) {
          add(element, list);
        }
        fields.add(list);
      } else {
        add(value, fields);
      }
    }
  }

  private static void add(Object value, List<Object> fields) throws Exception {
    switch (value) {
      case Request unused -> {}
      case Boolean bit -> fields.add(bit ? 1L : 0L);
      case Number number -> fields.add(number.longValue());
      case Side side -> fields.add(number(side));
      case Optional<?> optional ->
          fields.add(optional.stream().map(side -> number((Side) side)).toList());
      case PeerId peer -> fields.add(peer.key().toHex());
      case Endpoint endpoint -> fields.add(endpoint.ip().toHex() + ":" + endpoint.port());
      case ImportSpec spec -> {
        fields.add(spec.source().toHex());
        fields.add((long) spec.index() + (spec.sourceIsPackage() ? 0x8000 : 0));
      }
      case Bytes bytes -> fields.add(bytes.toHex());
      case Record record -> flatten(record, fields);
      default -> fields.add(value);
    }
  }

  private static long number(Side side) {
    return side == Side.LOCAL ? 0 : 1;
  }

  /** The decoder's own strictness, by which the others are measured. */
  @Test
  void theDecoderTakesNothingElse() {
    TelemetryDecoder decoder = new TelemetryDecoder(CORES);
    byte[] flag = {0, 0, 0, 0, 0, 0, 0, 0, 13, 2};
    assertThrows(AssertionError.class, () -> decoder.event(flag, 0));
    byte[] unknown = {0, 0, 0, 0, 0, 0, 0, 0, 14};
    assertThrows(AssertionError.class, () -> decoder.event(unknown, 0));
    byte[] longForm = new byte[8 + 1 + 8 + 2];
    longForm[8] = 22;
    longForm[17] = (byte) 0x80; // a length of 0 in two bytes
    assertThrows(AssertionError.class, () -> decoder.event(longForm, 0));
  }
}
