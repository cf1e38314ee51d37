package io.tessera.launcher;

import io.tessera.launcher.Devnet.DevnetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code node.json}, which a node keeps in its data directory for as long as it listens.
 *
 * @param address where it listens, such as {@code 127.0.0.1:30333}
 * @param peer the node's peer id
 */
record NodeFile(String address, String peer) {
  private static final String NAME = "node.json";
  private static final Pattern ADDRESS = Pattern.compile("\"listening\":\\[\"([^\"]+)\"");
  private static final Pattern PEER = Pattern.compile("\"peer_id\":\"([^\"]+)\"");

  /** Waits until a node that was just started on an existing data directory listens. */
  static NodeFile await(Child node, Path data, Duration deadline)
      throws IOException, InterruptedException, DevnetException {
    Path file = data.resolve(NAME);
    long end = System.nanoTime() + deadline.toNanos();
    try (WatchService watch = data.getFileSystem().newWatchService()) {
      data.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      while (!Files.exists(file)) {
        node.mustLive();
        if (System.nanoTime() > end) {
          throw new DevnetException(node + " does not listen after " + deadline.toSeconds() + " s");
        }
        // Ends early when a file appears; the node's end makes no file.
        WatchKey key = watch.poll(200, TimeUnit.MILLISECONDS);
        if (key != null) {
          key.pollEvents();
          key.reset();
        }
      }
    }
    return parse(Files.readString(file));
  }

  /** What it says if it is there. */
  static Optional<NodeFile> find(Path data) throws IOException, DevnetException {
    Path file = data.resolve(NAME);
    return Files.exists(file) ? Optional.of(parse(Files.readString(file))) : Optional.empty();
  }

  static NodeFile parse(String json) throws DevnetException {
    Matcher address = ADDRESS.matcher(json);
    Matcher peer = PEER.matcher(json);
    if (!address.find() || !peer.find()) {
      throw new DevnetException("node.json tells no address: " + json.strip());
    }
    return new NodeFile(address.group(1), peer.group(1));
  }

  /** As an address to give to another node. */
  String bootnode() {
    return peer + "@" + address;
  }
}
