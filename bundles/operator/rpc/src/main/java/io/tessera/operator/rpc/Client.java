package io.tessera.operator.rpc;

import java.io.IOException;

/** The other end of a connection, as a {@link Session} sees it. */
interface Client {

  /**
   * Sends a text message. Blocks while the client reads too slowly, up to a limit, after which the
   * connection is dropped. For virtual threads; messages of several threads go one after another.
   *
   * @throws IOException when the connection has ended
   */
  void send(String text) throws IOException, InterruptedException;

  /** Whether further messages are to be read. Never blocks. */
  void read(boolean on);
}
