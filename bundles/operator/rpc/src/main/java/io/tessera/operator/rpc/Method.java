package io.tessera.operator.rpc;

import java.util.List;

/**
 * A method of JIP-2.
 *
 * @param name what requests call it
 * @param parameters names of its arguments, in order
 * @param answer answers it
 */
record Method(String name, List<String> parameters, Answer answer) {

  /** Answers requests. On virtual threads: may wait, does not compute. */
  @FunctionalInterface
  interface Answer {
    /**
     * The result, as {@link Json} writes it; null is a result too.
     *
     * @throws RpcException when there is none
     */
    Object to(Params params, Subscriber subscriber) throws RpcException, InterruptedException;
  }

  /** The same for what nobody needs to know who asks. */
  @FunctionalInterface
  interface Question {
    /** The result. */
    Object answer(Params params) throws RpcException, InterruptedException;
  }

  /** Finds what to look at. */
  @FunctionalInterface
  interface Subject {
    /** A new watch for each subscription. */
    Watch watch(Params params) throws RpcException;
  }

  /** A method that answers with a value. */
  static Method of(String name, List<String> parameters, Question question) {
    return new Method(name, parameters, (params, subscriber) -> question.answer(params));
  }

  /** The two methods of a subscription: {@code subscribe} and {@code unsubscribe} what is named. */
  static List<Method> subscription(String what, List<String> parameters, Subject subject) {
    String name = "subscribe" + what;
    return List.of(
        new Method(
            name,
            parameters,
            (params, subscriber) -> subscriber.subscribe(name, subject.watch(params))),
        new Method(
            "unsubscribe" + what,
            List.of("subscription"),
            (params, subscriber) -> subscriber.unsubscribe(name, params.u32(0))));
  }
}
