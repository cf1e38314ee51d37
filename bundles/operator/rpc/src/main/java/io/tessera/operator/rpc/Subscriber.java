package io.tessera.operator.rpc;

/** Whose request is being answered: for methods that subscribe, and for answers to be held. */
interface Subscriber {

  /**
   * Begins a subscription, which says nothing before the request was answered.
   *
   * @param method name of the method that begins such ones, and of its notifications
   * @return its number
   * @throws RpcException when the connection has as many as it may
   */
  long subscribe(String method, Watch watch) throws RpcException;

  /**
   * Ends a subscription, which says nothing more.
   *
   * @return false when this method began none with this number
   */
  boolean unsubscribe(String method, long id);

  /**
   * Holds an answer until the client has taken it.
   *
   * @return false when so many are held that it must not be
   */
  boolean hold(String answer);
}
