package io.tessera.discovery.mdns;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces the node at some addresses and looks for others, with one responder for each address.
 * Methods block for as long as the protocol takes, which is seconds; confined to one thread.
 */
final class Announcer implements AutoCloseable {
  private static final int HOST_NAME_LENGTH = 20;
  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

  final List<JmDNS> responders = new ArrayList<>();
  private final Neighbours neighbours;

  /**
   * What to announce.
   *
   * @param addresses the machine's, one responder for each
   * @param port UDP port of the QUIC endpoint
   */
  record Where(List<InetAddress> addresses, int port) {
    /** For people. */
    @Override
    public String toString() {
      return addresses.isEmpty()
          ? "no address (none of the interfaces fits)"
          : addresses.stream().map(InetAddress::getHostAddress).collect(joining(", "))
              + " with port "
              + port;
    }
  }

  /**
   * Begins.
   *
   * @throws IOException when an interface cannot be used; nothing is left open then
   */
  Announcer(Where where, Announcement own, Neighbours neighbours) throws IOException {
    this.neighbours = neighbours;
    String host = "jam-" + own.instance().substring(0, HOST_NAME_LENGTH);
    try {
      for (InetAddress address : where.addresses()) {
        // With a name of its own, so that nobody asks a DNS server for the address's name.
        InetAddress named = InetAddress.getByAddress(host, address.getAddress());
        JmDNS responder = JmDNS.create(named, host);
        responders.add(responder);
        responder.addServiceListener(Announcement.TYPE, neighbours);
        responder.registerService(
            ServiceInfo.create(Announcement.TYPE, own.instance(), where.port(), 0, 0, own.text()));
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** Says goodbye everywhere at once and waits until that has been sent. */
  @Override
  public void close() {
    List<Thread> closing =
        responders.stream()
            .map(each -> Thread.ofPlatform().name("tessera-mdns-close").start(() -> close(each)))
            .toList();
    boolean interrupted = false;
    for (Thread thread : closing) {
      interrupted |= !join(thread);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * A packet that comes while the library closes makes it keep the responder for ever, in a table
   * of its own: without the listener, nothing of this bundle stays with it.
   */
  private void close(JmDNS responder) {
    responder.removeServiceListener(Announcement.TYPE, neighbours);
    try {
      responder.close();
    } catch (IOException e) {
      LOG.warn("mDNS: {} does not close: {}", responder.getName(), e.toString());
    }
  }

  /** Bounded by the library's own patience, after which it closes its socket in any case. */
  private static boolean join(Thread thread) {
    try {
      thread.join();
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }
}
