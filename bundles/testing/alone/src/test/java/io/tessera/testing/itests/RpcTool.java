package io.tessera.testing.itests;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A tool that speaks to a node's RPC, with nothing but the JDK's WebSocket client. */
final class RpcTool implements WebSocket.Listener {
  private final WebSocket socket;
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder part = new StringBuilder();
  private final Map<Object, CompletableFuture<Map<String, Object>>> answers = new HashMap<>();
  private final Map<Object, List<Object>> told = new HashMap<>();
  private final Map<Object, CompletableFuture<Object>> next = new HashMap<>();
  private final Set<String> asked = new HashSet<>();
  private long ids;

  RpcTool(int port) {
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create("ws://127.0.0.1:" + port + "/"), this)
            .join();
  }

  /** The result of a request. */
  Object result(String method, Object... params) throws InterruptedException {
    Map<String, Object> answer = ask(method, params);
    if (!answer.containsKey("result")) {
      throw new AssertionError(method + ": " + answer);
    }
    return answer.get("result");
  }

  /** The code of the error that a request is answered with. */
  int code(String method, Object... params) throws InterruptedException {
    Map<String, Object> answer = ask(method, params);
    if (!(answer.get("error") instanceof Map<?, ?> error)) {
      throw new AssertionError(method + ": " + answer);
    }
    return (int) error.get("code");
  }

  private Map<String, Object> ask(String method, Object... params) throws InterruptedException {
    CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();
    Object id;
    synchronized (this) {
      id = (int) ++ids;
      asked.add(method);
      answers.put(id, answer);
    }
    Map<String, Object> request =
        Map.of("jsonrpc", "2.0", "id", id, "method", method, "params", List.of(params));
    try {
      socket.sendText(JSON.std.asString(request), true).join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Wait.until(method, answer);
  }

  /** The next notification of a subscription: its result or error. */
  Object next(Object subscription) throws InterruptedException {
    CompletableFuture<Object> event = new CompletableFuture<>();
    synchronized (this) {
      List<Object> before = told.computeIfAbsent(subscription, id -> new ArrayList<>());
      if (before.isEmpty()) {
        next.put(subscription, event);
      } else {
        event.complete(before.removeFirst());
      }
    }
    return Wait.until("a notification", event);
  }

  /** The methods that were asked for. */
  synchronized Set<String> asked() {
    return Set.copyOf(asked);
  }

  /** Waits for the end; its status. */
  int closed() throws InterruptedException {
    return Wait.until("the end of the connection", closed);
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
    part.append(text);
    if (last) {
      try {
        received(JSON.std.mapFrom(part.toString()));
      } catch (IOException e) {
        throw new UncheckedIOException(part.toString(), e);
      }
      part.setLength(0);
    }
    from.request(1);
    return null;
  }

  private synchronized void received(Map<String, Object> message) {
    if (message.get("params") instanceof Map<?, ?> news) {
      Object subscription = news.get("subscription");
      Object value = news.containsKey("result") ? news.get("result") : news.get("error");
      CompletableFuture<Object> waiting = next.remove(subscription);
      if (waiting != null) {
        waiting.complete(value);
      } else {
        told.computeIfAbsent(subscription, id -> new ArrayList<>()).add(value);
      }
    } else {
      answers.remove(message.get("id")).complete(message);
    }
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
    closed.complete(status);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.completeExceptionally(error);
  }
}
