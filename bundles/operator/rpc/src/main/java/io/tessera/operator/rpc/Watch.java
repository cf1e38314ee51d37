package io.tessera.operator.rpc;

import java.util.Optional;

/** What a subscription looks at. Used by one thread at a time. */
@FunctionalInterface
interface Watch {

  /**
   * What the client is to be told now: the first time what holds, later what differs from that.
   *
   * @return the notification's result; empty when there is nothing new
   * @throws RpcException when it cannot be known; the client is told that once
   */
  Optional<Object> poll() throws RpcException, InterruptedException;
}
