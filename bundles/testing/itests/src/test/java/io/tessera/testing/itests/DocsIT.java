package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command that a document shows works as it stands there. */
@Order(Lanes.LONG)
class DocsIT {
  /** What becomes of a command. */
  private enum Action {
    RUN,
    /** Started, and left running for those that ask it. */
    SERVE,
    ASK,
    SHELL,
    /** Run where there is time; a test of its own shows it in short runs. */
    LONG,
    /** Only looked at. */
    LOOK
  }

  /** The first rule that fits a command says what becomes of it. */
  private record Rule(Pattern command, Action action, String reason) {
    static Rule of(String command, Action action, String reason) {
      return new Rule(Pattern.compile(command), action, reason);
    }
  }

  private static final String CHANGES = "it changes the machine";

  private static final List<Rule> RULES =
      List.of(
          Rule.of("mvn .*", Action.LOOK, "it is this build, or one like it"),
          Rule.of("bash \\S+/reproducible\\.sh", Action.LOOK, "FreshCloneIT runs it in long runs"),
          Rule.of("java -jar bundles/testing/bench/\\S+ \\w+", Action.LOOK, "it takes minutes"),
          Rule.of("sudo (systemctl|useradd|nft|chown) .*", Action.LOOK, CHANGES),
          Rule.of("journalctl .*", Action.LOOK, CHANGES),
          Rule.of("\\./tessera devnet( .*)?", Action.LONG, "DevnetIT runs one"),
          Rule.of(
              "ssh .*|.* data/authorized_keys", Action.LOOK, "ExecSshIT logs in, with its keys"),
          Rule.of("(curl|\\./tessera exec) .*", Action.ASK, ""),
          Rule.of("(\\./tessera|(sudo )?/opt/tessera/bin/tessera) run .*", Action.SERVE, ""),
          Rule.of("(\\./tessera|(sudo )?/opt/tessera/bin/tessera) .*", Action.RUN, ""),
          Rule.of("(sudo )?(cp|mv|mkdir|ls|du|df|cat|tail|grep|tar|install) .*", Action.RUN, ""));

  /** Documents whose commands build upon each other in a way of their own, and their test. */
  private static final Map<String, String> ELSEWHERE =
      Map.of("write-a-protocol.md", "ArchetypeIT", "write-a-discovery.md", "ArchetypeIT");

  private final List<String> failures = new ArrayList<>();

  @Test
  void everyCommandWorks(@TempDir Path scratch) throws Exception {
    for (Path document : documents()) {
      Path place = Files.createDirectory(scratch.resolve(document.getFileName() + ".d"));
      try (DocSite site = new DocSite(place, document)) {
        for (DocCommand command : DocCommand.read(document)) {
          run(site, command);
        }
        site.stopNodes();
      }
    }
    assertEquals(List.of(), failures);
  }

  @Test
  void whatIsLeftOutHasItsOwnTest() throws IOException {
    for (Map.Entry<String, String> document : ELSEWHERE.entrySet()) {
      String test = "bundles/testing/itests/src/test/java/io/tessera/testing/itests/";
      assertTrue(
          read(test + document.getValue() + ".java").contains("(\"" + document.getKey() + "\")"),
          document.toString());
    }
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> docs = Files.list(Paths.root().resolve("docs"))) {
      return Stream.concat(
              Stream.of("README.md", "CONTRIBUTING.md").map(Paths.root()::resolve),
              docs.filter(file -> file.toString().endsWith(".md")).sorted())
          .filter(file -> !ELSEWHERE.containsKey(file.getFileName().toString()))
          .toList();
    }
  }

  private void run(DocSite site, DocCommand command) throws Exception {
    Rule rule = rule(command);
    try {
      if (rule.action() != Action.ASK && rule.action() != Action.LOOK) {
        site.stopNodes();
      }
      switch (rule.action()) {
        case RUN -> site.run(command);
        case ASK -> site.ask(command);
        case SERVE -> site.serve(command);
        case SHELL -> site.type(command);
        case LONG -> {
          if (Soak.ON) {
            site.run(command);
          } else {
            System.out.println(command + " is run with -Psoak only: " + rule.reason());
          }
        }
        case LOOK -> {
          look(command);
          System.out.println(command + " is only looked at: " + rule.reason());
        }
        default -> throw new AssertionError(rule);
      }
    } catch (AssertionError failure) { // all of them are told at once
      failures.add(failure.getMessage());
    }
  }

  private static Rule rule(DocCommand command) {
    if (command.switchesMdns()) {
      return Rule.of("", Action.LOOK, "ConfigIT types it, where no node of another test is near");
    }
    if (command.shell()) {
      return command.text().startsWith("swap ")
          ? Rule.of(
              "", Action.LOOK, "it needs another version of a bundle; tests of swaps make one")
          : Rule.of("", Action.SHELL, "");
    }
    return RULES.stream()
        .filter(rule -> rule.command().matcher(command.text()).matches())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no rule of this test covers " + command));
  }

  /** What can be said without running it. */
  private static void look(DocCommand command) throws IOException {
    List<String> words = List.of(command.text().split(" "));
    if (words.get(0).equals("mvn")) {
      lookAtMaven(command, words);
    } else if (words.get(0).equals("java")) {
      String bench = read("bundles/testing/bench/src/main/java/io/tessera/testing/bench/Main.java");
      String name = "\"" + words.getLast() + "\"";
      assertTrue(bench.contains(name), command + ": the bench has no " + name);
    } else if (words.get(0).equals("bash")) {
      assertTrue(Files.exists(Paths.root().resolve(words.get(1))), command.toString());
    } else if (command.text().contains("systemctl")) {
      assertTrue(
          command
              .text()
              .matches(".*systemctl (daemon-reload|((enable --now|start|stop|restart) tessera))"),
          command.toString());
    }
  }

  private static void lookAtMaven(DocCommand command, List<String> words) throws IOException {
    String pom = read("pom.xml");
    for (int i = 1; i < words.size(); i++) {
      String word = words.get(i);
      if (word.startsWith("-P")) {
        assertTrue(pom.contains("<id>" + word.substring(2) + "</id>"), command + ": " + word);
      } else if (word.equals("-pl")) {
        i++;
        Path module = Paths.root().resolve(words.get(i)).resolve("pom.xml");
        assertTrue(Files.exists(module), command + ": " + module);
      } else if (word.contains(":")) {
        String plugin = word.substring(0, word.indexOf(':')) + "-maven-plugin";
        assertTrue(pom.contains(plugin), command + ": " + plugin);
      } else {
        assertTrue(word.matches("verify|package|-DskipTests|-am"), command + ": " + word);
      }
    }
  }

  private static String read(String file) throws IOException {
    return Files.readString(Paths.root().resolve(file));
  }
}
