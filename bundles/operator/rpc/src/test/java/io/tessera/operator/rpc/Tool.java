package io.tessera.operator.rpc;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A tool on the other end: the JDK's WebSocket client. Reads as long as it is asked to. */
final class Tool implements WebSocket.Listener {
  private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder part = new StringBuilder();
  private final boolean eager;
  private WebSocket socket;

  private Tool(boolean eager) {
    this.eager = eager;
  }

  static Tool connect(HttpClient http, InetSocketAddress address) {
    return connect(http, address, true);
  }

  /**
   * Connects.
   *
   * @param eager whether it reads before it is told to
   */
  static Tool connect(HttpClient http, InetSocketAddress address, boolean eager) {
    Tool tool = new Tool(eager);
    URI uri = URI.create("ws://127.0.0.1:" + address.getPort() + "/");
    tool.socket = http.newWebSocketBuilder().buildAsync(uri, tool).join();
    return tool;
  }

  WebSocket socket() {
    return socket;
  }

  void send(String text) {
    socket.sendText(text, true).join();
  }

  /** Sends and waits for the next text. */
  String ask(String text) throws InterruptedException {
    send(text);
    return next();
  }

  String next() throws InterruptedException {
    String next = texts.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no text");
    }
    return next;
  }

  /** Waits for the end; its status, or -1 when the connection broke. */
  int closed() {
    return closed.orTimeout(20, TimeUnit.SECONDS).join();
  }

  @Override
  public void onOpen(WebSocket opened) {
    if (eager) {
      opened.request(1_000_000);
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
    part.append(text);
    if (last) {
      texts.add(part.toString());
      part.setLength(0);
    }
    return null;
  }

  @Override
  public CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
    texts.add("ping");
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
    closed.complete(status);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.complete(-1);
  }
}
