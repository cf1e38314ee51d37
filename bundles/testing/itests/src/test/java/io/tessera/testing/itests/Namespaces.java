package io.tessera.testing.itests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hosts 1 to n of a network of their own, each a network namespace of this machine at 10.77.0.n/24,
 * joined by a bridge in a further one. Nothing of it touches this machine's own network.
 */
final class Namespaces {
  private static final Path IP = Path.of("/usr/sbin/ip");
  private static final String PREFIX = "tessera-" + ProcessHandle.current().pid() + "-";
  private static final AtomicInteger NETWORKS = new AtomicInteger();

  private final String prefix = PREFIX + NETWORKS.incrementAndGet() + "-";
  private final String hub = prefix + "switch";
  private final List<String> made = new ArrayList<>();

  /** A network of so many hosts. */
  Namespaces(int hosts) throws IOException, InterruptedException {
    try {
      make(hub);
      in(hub, "link", "add", "bridge", "type", "bridge");
      in(hub, "link", "set", "bridge", "up");
      for (int host = 1; host <= hosts; host++) {
        join(host);
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private void join(int host) throws IOException, InterruptedException {
    String port = "port" + host;
    make(name(host));
    in(hub, "link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", name(host));
    in(hub, "link", "set", port, "master", "bridge");
    in(hub, "link", "set", port, "up");
    in(name(host), "addr", "add", address(host) + "/24", "dev", "eth0");
    in(name(host), "link", "set", "eth0", "up");
    in(name(host), "link", "set", "lo", "up");
  }

  /** Why there can be no such networks here, if so. */
  static Optional<String> obstacle() throws InterruptedException {
    if (!Files.isExecutable(IP)) {
      return Optional.of(IP + " is not there");
    }
    String name = PREFIX + NETWORKS.incrementAndGet() + "-try";
    try {
      ip("netns", "add", name);
      ip("netns", "del", name);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("network namespaces cannot be made: " + e.getMessage());
    }
  }

  /** A host's address. */
  static String address(int host) {
    return "10.77.0." + host;
  }

  /** What runs a program on a host, put before its command line. */
  List<String> on(int host) {
    return List.of(IP.toString(), "netns", "exec", name(host));
  }

  /** Cuts a host off, as if its cable was pulled out at the switch, or ends that. */
  void cut(int host, boolean off) throws IOException, InterruptedException {
    in(hub, "link", "set", "port" + host, off ? "down" : "up");
  }

  private String name(int host) {
    return prefix + host;
  }

  private void make(String name) throws IOException, InterruptedException {
    ip("netns", "add", name);
    made.add(name);
  }

  private static void in(String namespace, String... words)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("-n", namespace));
    line.addAll(List.of(words));
    ip(line.toArray(new String[0]));
  }

  private static void ip(String... words) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(IP.toString()));
    line.addAll(List.of(words));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException(String.join(" ", line) + ": " + said.strip());
    }
  }

  /** Takes the hosts away; what still runs there has no network any more. */
  void close() throws IOException, InterruptedException {
    for (String name : made.reversed()) {
      ip("netns", "del", name);
    }
    made.clear();
  }
}
