package io.tessera.testing.testkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Reads JIP-3's messages by {@link TelemetryTypes}, strictly: a byte too many, a byte too few, a
 * value out of its range or a number that is not in its shortest form is an {@link AssertionError}.
 */
public final class TelemetryDecoder {
  private static final int PARAMETERS = 134;
  private static final long SECONDS_UNTIL_2100 = 75L * 366 * 24 * 3600;

  private final int cores;

  /** A reader of the messages of a chain with so many cores. */
  public TelemetryDecoder(int cores) {
    this.cores = cores;
  }

  /**
   * An event.
   *
   * @param id that it has on its connection
   * @param time in microseconds
   * @param type discriminator
   * @param name of the type
   * @param fields numbers as Long, bytes in hex, text, sequences as lists; the parts of an outline
   *     one after another
   * @param references ids in the fields, each with the types that it may name
   */
  public record Event(
      long id,
      long time,
      int type,
      String name,
      List<Object> fields,
      Map<Long, List<Integer>> references) {}

  /**
   * The node information.
   *
   * @param parameters as the fetch host call gives them, in hex
   */
  public record Node(
      int version,
      String parameters,
      String genesis,
      String peer,
      String address,
      long flags,
      String name,
      String implementationVersion,
      String grayPaper,
      String note) {}

  /** How many cores the parameters of a node information name, which is their fourth field. */
  public static int cores(Node node) {
    return Integer.parseInt(
        node.parameters().substring(50, 52) + node.parameters().substring(48, 50), 16);
  }

  /** The names of all event types, by number. */
  public static Map<Integer, String> names() {
    Map<Integer, String> names = new java.util.TreeMap<>();
    TelemetryTypes.all().forEach((number, type) -> names.put(number, type.name()));
    return names;
  }

  /** Reads the first message of a connection. */
  public static Node node(byte[] message) {
    Reading in = new Reading(message, 0);
    Node node =
        new Node(
            (int) in.number(1),
            in.hex(PARAMETERS),
            in.hex(32),
            in.hex(32),
            in.address(),
            in.number(4),
            in.text(32),
            in.text(32),
            in.text(16),
            in.text(512));
    in.end();
    return node;
  }

  /** Reads an event's message, without its size. */
  public Event event(byte[] message, long id) {
    Reading in = new Reading(message, cores);
    long time = in.number(8);
    check(time / 1_000_000 < SECONDS_UNTIL_2100, "a time of " + time);
    int number = (int) in.number(1);
    TelemetryTypes.Type type = TelemetryTypes.all().get(number);
    check(type != null, "no event type " + number);
    List<Object> fields = in.fields(type.fields());
    in.end();
    return new Event(id, time, number, type.name(), fields, in.references);
  }

  private static void check(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }

  /** One message while it is read. */
  private static final class Reading {
    private final ByteBuffer in;
    private final int cores;
    private final Map<Long, List<Integer>> references = new java.util.TreeMap<>();

    Reading(byte[] message, int cores) {
      in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
      this.cores = cores;
    }

    void end() {
      check(!in.hasRemaining(), in.remaining() + " bytes too many");
    }

    List<Object> fields(List<String> types) {
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < types.size(); i++) {
        if (types.get(i).equals("(")) {
          int end = closing(types, i);
          values.add(sequence(types.subList(i + 1, end)));
          i = end;
        } else {
          values.add(field(types.get(i)));
        }
      }
      return values;
    }

    private static int closing(List<String> types, int open) {
      int depth = 0;
      for (int i = open; ; i++) {
        depth += types.get(i).equals("(") ? 1 : types.get(i).equals(")") ? -1 : 0;
        if (depth == 0) {
          return i;
        }
      }
    }

    private List<Object> sequence(List<String> element) {
      long count = natural();
      check(count <= in.remaining(), "a sequence of " + count);
      List<Object> values = new ArrayList<>();
      for (long i = 0; i < count; i++) {
        values.addAll(fields(element));
      }
      return values;
    }

    private Object field(String type) {
      if (type.startsWith("@")) {
        long id = number(8);
        references.put(id, referred(type.substring(1)));
        return id;
      }
      if (type.startsWith("n<")) {
        long value = number(1);
        check(value < Integer.parseInt(type.substring(2)), value + " for " + type);
        return value;
      }
      return switch (type) {
        case "u16" -> number(2);
        case "u32" -> number(4);
        case "u64" -> number(8);
        case "bool", "side" -> flag();
        case "side?" -> flag() == 1 ? List.of(flag()) : List.of();
        case "hash" -> hex(32);
        case "address" -> address();
        case "reason" -> text(128);
        case "cores" -> hex(cores);
        case "bits" -> hex((cores + 7) / 8);
        default -> throw new AssertionError("no type " + type);
      };
    }

    private static List<Integer> referred(String types) {
      List<Integer> all = new ArrayList<>();
      for (String type : types.split(",", -1)) {
        if (!type.isEmpty()) {
          all.add(Integer.parseInt(type));
        }
      }
      return all;
    }

    private long flag() {
      long value = number(1);
      check(value < 2, "a flag of " + value);
      return value;
    }

    long number(int bytes) {
      check(in.remaining() >= bytes, "the message ends within a number");
      long value = 0;
      for (int i = 0; i < bytes; i++) {
        value |= (in.get() & 0xffL) << (8 * i);
      }
      return value;
    }

    /** The general natural number: as many ones lead the first byte as bytes follow. */
    private long natural() {
      int first = (int) number(1);
      int follow = Integer.numberOfLeadingZeros(~(first << 24));
      check(follow < 8, "a length above 2^56");
      long high = first & ((1 << (8 - follow)) - 1) & (0x7f >> follow);
      long value = number(follow) | high << (8 * follow);
      check(follow == 0 || value >= 1L << (7 * follow), "a length in a longer form than it needs");
      return value;
    }

    String hex(int bytes) {
      check(in.remaining() >= bytes, "the message ends within " + bytes + " bytes");
      byte[] value = new byte[bytes];
      in.get(value);
      return HexFormat.of().formatHex(value);
    }

    /** Sixteen bytes in hex and the port. */
    String address() {
      return hex(16) + ":" + number(2);
    }

    String text(int most) {
      long length = natural();
      check(length <= most, "a text of " + length + " bytes");
      byte[] bytes = HexFormat.of().parseHex(hex((int) length));
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException notUtf8) {
        throw new AssertionError("a text that is not UTF-8", notUtf8);
      }
    }
  }
}
