package io.tessera.core.peers;

import io.tessera.net.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The addresses that one party can easily have all of: a /24 of IPv4, a /48 of IPv6. Limits count
 * by it.
 *
 * @param prefix the bytes that its addresses share, in hexadecimal
 */
record Range(String prefix) {
  private static final int IPV4_BYTES = 3;
  private static final int IPV6_BYTES = 6;

  /** Where an address is; empty for loopback, which only this machine has. */
  static Optional<Range> of(InetAddress address) {
    return address.isLoopbackAddress() ? Optional.empty() : Optional.of(with(address));
  }

  /** The same for a socket; empty when its name was never resolved. */
  static Optional<Range> of(InetSocketAddress socket) {
    return socket.isUnresolved() ? Optional.empty() : of(socket.getAddress());
  }

  /** The same for an endpoint. */
  static Optional<Range> of(Endpoint endpoint) {
    return of(endpoint.address());
  }

  /** Where an address is, loopback or not. */
  static Range with(InetAddress address) {
    byte[] raw = address.getAddress();
    byte[] prefix = Arrays.copyOf(raw, raw.length == 4 ? IPV4_BYTES : IPV6_BYTES);
    return new Range(HexFormat.of().formatHex(prefix));
  }
}
