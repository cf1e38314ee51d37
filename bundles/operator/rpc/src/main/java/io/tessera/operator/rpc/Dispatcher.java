package io.tessera.operator.rpc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** JSON-RPC 2.0: requests, notifications, batches and their errors. Safe from any thread. */
final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final String VERSION = "2.0";

  /** A batch of small requests must not become an answer without bounds. */
  private static final int BATCH_ANSWER = 16 << 20;

  /** An id goes back with the answer, and is held with it. */
  private static final int LONGEST_ID = 1024;

  private final Map<String, Method> methods;
  private final int maxBatch;

  Dispatcher(Map<String, Method> methods, int maxBatch) {
    this.methods = methods;
    this.maxBatch = maxBatch;
  }

  /**
   * Answers a message: a request or a batch of them, one after another.
   *
   * @return the text to send back; empty when there were notifications only
   */
  Optional<String> answer(String message, Subscriber subscriber) throws InterruptedException {
    try {
      Object request = Json.read(message);
      return request instanceof List<?> batch
          ? batch(batch, subscriber)
          : single(request, subscriber);
    } catch (RpcException e) {
      return Optional.of(Json.write(error(null, e)));
    }
  }

  private Optional<String> batch(List<?> batch, Subscriber subscriber)
      throws RpcException, InterruptedException {
    if (batch.isEmpty()) {
      throw RpcException.of(RpcException.INVALID_REQUEST, "Invalid Request: an empty batch");
    }
    if (batch.size() > maxBatch) {
      throw RpcException.of(
          RpcException.INVALID_REQUEST,
          "Invalid Request: a batch of "
              + batch.size()
              + "; send at most "
              + maxBatch
              + " (max_batch)");
    }
    List<String> answers = new ArrayList<>();
    long size = 0;
    for (Object request : batch) {
      Optional<String> answer =
          size < BATCH_ANSWER ? single(request, subscriber) : unanswered(request);
      size += answer.map(String::length).orElse(0);
      answer.ifPresent(answers::add);
    }
    return answers.isEmpty()
        ? Optional.empty()
        : Optional.of("[" + String.join(",", answers) + "]");
  }

  private static Optional<String> unanswered(Object request) {
    RpcException full = RpcException.other("the batch's answers are too large; send smaller ones");
    return request instanceof Map<?, ?> members && !members.containsKey("id")
        ? Optional.empty()
        : Optional.of(Json.write(error(id(request), full)));
  }

  private Optional<String> single(Object request, Subscriber subscriber)
      throws InterruptedException {
    Map<?, ?> members;
    try {
      members = members(request);
    } catch (RpcException e) {
      return Optional.of(Json.write(error(id(request), e)));
    }
    Map<String, Object> answer = answer(members, subscriber);
    return members.containsKey("id") ? Optional.of(held(answer, subscriber)) : Optional.empty();
  }

  private static String held(Map<String, Object> answer, Subscriber subscriber) {
    String text = Json.write(answer);
    RpcException full =
        RpcException.other("clients have too many answers to read already; read, and ask again");
    return subscriber.hold(text) ? text : Json.write(error(answer.get("id"), full));
  }

  /** The members of a request, when it is one. */
  private static Map<?, ?> members(Object request) throws RpcException {
    if (!(request instanceof Map<?, ?> members)) {
      throw invalid("no object");
    }
    if (!VERSION.equals(members.get("jsonrpc"))) {
      throw invalid("\"jsonrpc\" is not \"2.0\"");
    }
    if (!(members.get("method") instanceof String)) {
      throw invalid("\"method\" is no string");
    }
    Object params = members.get("params");
    if (members.containsKey("params") && !(params instanceof List) && !(params instanceof Map)) {
      throw invalid("\"params\" is neither array nor object");
    }
    if (!isId(members.get("id"))) {
      throw invalid(
          "\"id\" is neither number nor null nor a string of at most "
              + LONGEST_ID
              + " characters");
    }
    return members;
  }

  private static RpcException invalid(String why) {
    return RpcException.of(RpcException.INVALID_REQUEST, "Invalid Request: " + why);
  }

  private Map<String, Object> answer(Map<?, ?> request, Subscriber subscriber)
      throws InterruptedException {
    Object id = request.get("id");
    String name = (String) request.get("method");
    try {
      Method method = methods.get(name);
      if (method == null) {
        throw RpcException.of(
            RpcException.METHOD_NOT_FOUND, "Method not found: JIP-2 has none of this name here");
      }
      Params params = Params.of(method.parameters(), request.get("params"));
      Object result = method.answer().to(params, subscriber);
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("jsonrpc", VERSION);
      answer.put("result", result);
      answer.put("id", id);
      return answer;
    } catch (RpcException e) {
      return error(id, e);
    } catch (RuntimeException e) { // the edge: a bug of ours is told and logged, and ends nothing
      LOG.error("RPC method {} failed; please report this", name, e);
      return error(
          id, RpcException.of(RpcException.INTERNAL_ERROR, "Internal error: see the node's log"));
    }
  }

  private static Map<String, Object> error(Object id, RpcException e) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", e.code());
    error.put("message", e.getMessage());
    e.data().ifPresent(data -> error.put("data", data));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("jsonrpc", VERSION);
    answer.put("error", error);
    answer.put("id", id);
    return answer;
  }

  /** The id of what may be no request; null when there is none. */
  private static Object id(Object request) {
    Object id = request instanceof Map<?, ?> members ? members.get("id") : null;
    return isId(id) ? id : null;
  }

  private static boolean isId(Object id) {
    return id == null
        || (id instanceof String text && text.length() <= LONGEST_ID)
        || id instanceof Integer
        || id instanceof Long
        || id instanceof BigInteger
        || id instanceof BigDecimal;
  }

  /** A subscription's message: a request without an id. */
  static String notification(String method, long subscription, String member, Object value) {
    Map<String, Object> params = new LinkedHashMap<>();
    params.put("subscription", subscription);
    params.put(member, value);
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("jsonrpc", VERSION);
    message.put("method", method);
    message.put("params", params);
    return Json.write(message);
  }
}
