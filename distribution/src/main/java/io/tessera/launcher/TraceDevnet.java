package io.tessera.launcher;

import io.tessera.launcher.Devnet.DevnetException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Two nodes, each a process of its own, on the loopback interface: A has imported a trace, B knows
 * A's address and nothing else. Ends well when both name the same head.
 */
final class TraceDevnet {
  private static final Pattern HEAD = Pattern.compile("head\\W+(?:0x)?([0-9a-f]{64})\\b");

  /** The system chooses the port. */
  private static final String LOOPBACK = "127.0.0.1:0";

  private static final Duration DEADLINE = Duration.ofMinutes(2);

  private final Children children;
  private final Path trace;
  private final Path work;
  private final boolean json;

  TraceDevnet(Children children, Path trace, boolean json) {
    this.children = children;
    this.trace = trace;
    this.work = children.directory();
    this.json = json;
  }

  /** Ends when both have the same head, which it prints. */
  void run() throws IOException, InterruptedException, DevnetException {
    String head = sync();
    say(json ? "{\"devnet\":\"ok\",\"head\":\"" + head + "\"}" : "devnet: ok " + head);
  }

  private String sync() throws IOException, InterruptedException, DevnetException {
    String a = work.resolve("a").toString();
    String b = work.resolve("b").toString();
    String chain = trace.resolve("genesis.bin").toString();

    progress("node A imports " + trace);
    Child importer =
        children.start("A", List.of("import", "--data", a, "--json", trace.toString()));
    String head = headOf(importer, importer.finish(DEADLINE));
    progress("node A has head " + head);

    Child nodeA =
        children.start("A", List.of("run", "--data", a, "--listen", LOOPBACK, "--chain", chain));
    String address = NodeFile.await(nodeA, work.resolve("a"), DEADLINE).bootnode();
    progress("node B starts from genesis and knows " + address);
    Child nodeB =
        children.start(
            "B",
            List.of(
                "run",
                "--data",
                b,
                "--listen",
                LOOPBACK,
                "--chain",
                chain,
                "--bootnode",
                address,
                "--exit-when-synced",
                "--json"));
    String result = nodeB.finishBefore(nodeA, DEADLINE);
    String synced = headOf(nodeB, result);
    progress("node B has head " + synced + ": " + result.strip());
    nodeA.stop();
    if (!synced.equals(head)) {
      throw new DevnetException("the heads differ: A " + head + ", B " + synced);
    }
    return head;
  }

  private static String headOf(Child child, String output) throws DevnetException {
    Matcher matcher = HEAD.matcher(output);
    if (!matcher.find()) {
      throw new DevnetException(child + " printed no head: '" + output.strip() + "'");
    }
    return matcher.group(1);
  }

  private void progress(String line) {
    if (json) {
      System.err.println("devnet: " + line);
    } else {
      say("devnet: " + line);
    }
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
