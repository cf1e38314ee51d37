package io.tessera.operator.metrics;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless Chromium with one page, driven by its DevTools protocol. One thread. */
final class Chromium implements AutoCloseable {
  private static final String ANNOUNCED = "DevTools listening on ";
  private static final int PATIENCE_SECONDS = 60;

  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();
  private final BlockingQueue<Map<String, Object>> messages = new LinkedBlockingQueue<>();
  private final WebSocket socket;
  private final Optional<String> session;
  private final List<String> errors = new ArrayList<>();
  private int calls;

  /** Where there is one: by the environment variable CHROMIUM, or on the path. */
  static Optional<Path> find() {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    Stream<Path> onPath =
        Arrays.stream(path.split(":", -1))
            .flatMap(
                folder ->
                    Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)));
    return Stream.concat(Stream.ofNullable(System.getenv("CHROMIUM")).map(Path::of), onPath)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it; its profile goes into the folder. */
  Chromium(Path executable, Path folder) throws IOException, InterruptedException {
    process =
        new ProcessBuilder(
                executable.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-extensions",
                "--disable-background-networking",
                "--no-first-run",
                "--no-proxy-server",
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    socket =
        client
            .newWebSocketBuilder()
            .buildAsync(URI.create(endpoint(process.errorReader())), new Listener())
            .join();
    Map<?, ?> targets = raw(Optional.empty(), "Target.getTargets", Map.of());
    String page =
        ((List<?>) targets.get("targetInfos"))
            .stream()
                .map(each -> (Map<?, ?>) each)
                .filter(each -> each.get("type").equals("page"))
                .map(each -> each.get("targetId").toString())
                .findFirst()
                .orElseThrow();
    Map<?, ?> attached =
        raw(Optional.empty(), "Target.attachToTarget", Map.of("targetId", page, "flatten", true));
    session = Optional.of(attached.get("sessionId").toString());
    call("Page.enable", Map.of());
    call("Log.enable", Map.of());
    call("Runtime.enable", Map.of());
  }

  /** The browser says it among others. */
  private static String endpoint(BufferedReader said) throws IOException {
    String line = said.readLine();
    while (line != null && !line.startsWith(ANNOUNCED)) {
      line = said.readLine();
    }
    Thread.ofVirtual().start(() -> said.lines().forEach(unused -> {})); // or it would block
    return Objects.requireNonNull(line, "Chromium ended").substring(ANNOUNCED.length());
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        try {
          messages.add(JSON.std.mapFrom(text.toString()));
        } catch (IOException e) {
          throw new AssertionError(e);
        }
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  /** Calls a method; its result. Events that come meanwhile are handed to {@link #errors}. */
  Map<?, ?> call(String method, Map<String, ?> parameters)
      throws IOException, InterruptedException {
    return raw(session, method, parameters);
  }

  private Map<?, ?> raw(Optional<String> to, String method, Map<String, ?> parameters)
      throws IOException, InterruptedException {
    int id = ++calls;
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("id", id);
    message.put("method", method);
    message.put("params", parameters);
    to.ifPresent(name -> message.put("sessionId", name));
    socket.sendText(JSON.std.asString(message), true).join();
    while (true) {
      Map<String, Object> answer = next();
      if (Integer.valueOf(id).equals(answer.get("id"))) {
        if (answer.get("error") != null) {
          throw new IOException(method + ": " + answer.get("error"));
        }
        return (Map<?, ?>) answer.get("result");
      }
    }
  }

  private Map<String, Object> next() throws IOException, InterruptedException {
    Map<String, Object> message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (message == null) {
      throw new IOException("Chromium says nothing");
    }
    String method = String.valueOf(message.get("method"));
    if (method.equals("Runtime.exceptionThrown") || method.equals("Log.entryAdded")) {
      errors.add(message.get("params").toString());
    }
    return message;
  }

  /** Opens an address and waits until it is loaded. */
  void open(String address) throws IOException, InterruptedException {
    call("Page.navigate", Map.of("url", address));
    await("Page.loadEventFired");
  }

  /** Waits for an event. */
  void await(String event) throws IOException, InterruptedException {
    while (!event.equals(next().get("method"))) {}
  }

  /** A window of this size, light or dark. */
  void show(int width, int height, boolean dark) throws IOException, InterruptedException {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  /** The value of a script's expression, or of its promise. */
  Object evaluate(String expression) throws IOException, InterruptedException {
    Map<?, ?> answer =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (answer.get("exceptionDetails") != null) {
      throw new IOException(expression + ": " + answer.get("exceptionDetails"));
    }
    return ((Map<?, ?>) answer.get("result")).get("value");
  }

  /** What the browser complained of so far: of scripts, of the policy, of what it did not get. */
  List<String> errors() {
    return errors;
  }

  @Override
  public void close() {
    socket.abort();
    client.shutdownNow();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }
}
