package io.tessera.discovery.dht;

import io.tessera.lib.codec.CodecException;
import io.tessera.lib.codec.Hash;
import io.tessera.net.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.units.bigints.UInt64;
import org.ethereum.beacon.discovery.crypto.Signer;
import org.ethereum.beacon.discovery.schema.EnrField;
import org.ethereum.beacon.discovery.schema.IdentitySchema;
import org.ethereum.beacon.discovery.schema.NodeRecord;
import org.ethereum.beacon.discovery.schema.NodeRecordFactory;

/**
 * Node records (EIP-778) to and from what this node wants of them. Confined to one thread but for
 * the static methods.
 */
final class Records {
  /** Most characters of a record's text form: 300 bytes in base 64 after {@code enr:}. */
  static final int MAX_TEXT = 404;

  private static final int REMEMBERED = 4_096;

  private final Hash genesis;
  private final Map<NodeRecord, Optional<JamPeer>> checked = new LinkedHashMap<>();

  /** Of the chain with that genesis hash. */
  Records(Hash genesis) {
    this.genesis = genesis;
  }

  /** This node's record. */
  static NodeRecord own(Signer signer, long sequence, Place place, int udpPort, JamEntry entry) {
    List<EnrField> fields = new ArrayList<>();
    fields.add(new EnrField(EnrField.ID, IdentitySchema.V4));
    fields.add(
        new EnrField(EnrField.PKEY_SECP256K1, signer.deriveCompressedPublicKeyFromPrivate()));
    place.ipv4().ifPresent(ip -> fields.add(new EnrField(EnrField.IP_V4, bytes(ip))));
    place.ipv6().ifPresent(ip -> fields.add(new EnrField(EnrField.IP_V6, bytes(ip))));
    fields.add(new EnrField(EnrField.UDP, udpPort));
    fields.add(new EnrField(JamEntry.FIELD, value(entry)));
    NodeRecord record =
        NodeRecordFactory.DEFAULT.createFromValues(UInt64.valueOf(sequence), fields);
    record.sign(signer);
    return record;
  }

  static Bytes value(JamEntry entry) {
    return Bytes.wrap(JamEntry.CODEC.encode(entry));
  }

  static Bytes bytes(InetAddress address) {
    return Bytes.wrap(address.getAddress());
  }

  /**
   * A record from its text form, signed by its node.
   *
   * @throws IllegalArgumentException when it is none; the message says why
   */
  static NodeRecord parse(String text) {
    if (text.length() > MAX_TEXT) {
      throw new IllegalArgumentException("a node record has at most " + MAX_TEXT + " characters");
    }
    return check("'" + text + "'", () -> NodeRecordFactory.DEFAULT.fromEnr(text));
  }

  /**
   * A record from its 1 to 300 bytes, signed by its node.
   *
   * @throws IllegalArgumentException when it is none; the message says why
   */
  static NodeRecord decode(io.tessera.lib.codec.Bytes encoded) {
    return check(encoded.toHex(), () -> NodeRecordFactory.DEFAULT.fromBytes(encoded.toByteArray()));
  }

  private static NodeRecord check(String what, Supplier<NodeRecord> decoder) {
    try {
      NodeRecord record = decoder.get();
      if (record.isValid() && isWellFormed(record)) {
        return record;
      }
    } catch (RuntimeException unreadable) { // the library's decoders throw several kinds
      throw new IllegalArgumentException(
          what + " is no node record: " + unreadable.getMessage(), unreadable);
    }
    throw new IllegalArgumentException(what + " is not signed by its node");
  }

  /** The library believes that addresses are addresses, and fails later when one is not. */
  static boolean isWellFormed(NodeRecord record) {
    return isAbsentOr(record, EnrField.IP_V4, 4) && isAbsentOr(record, EnrField.IP_V6, 16);
  }

  private static boolean isAbsentOr(NodeRecord record, String field, int length) {
    return !record.containsKey(field)
        || (record.get(field) instanceof Bytes ip && ip.size() == length);
  }

  /**
   * The peer of our chain behind a record that its node has signed; empty when there is none. The
   * proof of a record is verified once.
   */
  Optional<JamPeer> peer(NodeRecord record) {
    Optional<JamPeer> known = checked.get(record);
    if (known == null) {
      known = check(record);
      checked.put(record, known);
      if (checked.size() > REMEMBERED) {
        checked.remove(checked.keySet().iterator().next());
      }
    }
    return known;
  }

  private Optional<JamPeer> check(NodeRecord record) {
    return entry(record)
        .filter(entry -> entry.proves(nodeKey(record), genesis))
        .map(entry -> new JamPeer(entry.peer(), endpoints(record, entry.port())));
  }

  private static Optional<JamEntry> entry(NodeRecord record) {
    if (!(record.get(JamEntry.FIELD) instanceof Bytes value) || value.size() != JamEntry.SIZE) {
      return Optional.empty();
    }
    try {
      return Optional.of(JamEntry.CODEC.decode(value.toArrayUnsafe()));
    } catch (CodecException malformed) {
      return Optional.empty();
    }
  }

  private static io.tessera.lib.codec.Bytes nodeKey(NodeRecord record) {
    return ours((Bytes) record.get(EnrField.PKEY_SECP256K1));
  }

  /** The same bytes in this project's type. */
  static io.tessera.lib.codec.Bytes ours(Bytes bytes) {
    return io.tessera.lib.codec.Bytes.wrap(bytes.toArray());
  }

  private static List<Endpoint> endpoints(NodeRecord record, int port) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (String field : List.of(EnrField.IP_V4, EnrField.IP_V6)) {
      int length = field.equals(EnrField.IP_V4) ? 4 : 16;
      if (record.get(field) instanceof Bytes ip && ip.size() == length) {
        endpoints.add(Endpoint.of(new InetSocketAddress(address(ip), port)));
      }
    }
    return endpoints;
  }

  private static InetAddress address(Bytes ip) {
    try {
      return InetAddress.getByAddress(ip.toArray());
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("4 or 16 bytes are an address", impossible);
    }
  }
}
