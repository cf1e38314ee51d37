package io.tessera.discovery.dht;

import io.tessera.net.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.BooleanSupplier;
import org.ethereum.beacon.discovery.AddressAccessPolicy;
import org.ethereum.beacon.discovery.schema.NodeRecord;

/**
 * Whose packets are read and to whom packets are sent: strangers' records must not make this node
 * send into networks that are none of theirs.
 *
 * @param takesPrivate whether private addresses are used at the moment
 */
record Policy(BooleanSupplier takesPrivate) implements AddressAccessPolicy {

  @Override
  public boolean allow(InetSocketAddress socket) {
    InetAddress address = socket.getAddress();
    return socket.getPort() != 0
        && !address.isAnyLocalAddress()
        && !address.isMulticastAddress()
        && (takesPrivate.getAsBoolean() || !Endpoint.of(socket).isPrivate());
  }

  @Override
  public boolean allow(NodeRecord record) {
    return Records.isWellFormed(record)
        && record.getUdpAddress().map(this::allow).orElse(true)
        && record.getUdp6Address().map(this::allow).orElse(true);
  }
}
