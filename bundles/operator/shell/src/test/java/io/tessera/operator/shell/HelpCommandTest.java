package io.tessera.operator.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

class HelpCommandTest {
  private final Diagnosis diagnosis = Fixtures.diagnosis();
  private final Map<Object, List<String>> services =
      Map.of(
          new StatusCommand(diagnosis), List.of("status"),
          new PeerCommands(diagnosis), List.of("peers", "connect", "disconnect"),
          new BanCommands(diagnosis), List.of("ban", "unban"),
          new ChainCommands(diagnosis), List.of("chain", "block"),
          new ImportCommand(diagnosis), List.of("import"),
          new ProtocolCommands(diagnosis), List.of("protocols", "discovery"),
          new SyncCommand(diagnosis), List.of("sync"),
          new Completions(), List.of("__peers"));
  private final HelpCommand help = new HelpCommand(context());

  private BundleContext context() {
    ServiceReference<?>[] references =
        services.entrySet().stream().map(this::reference).toArray(ServiceReference<?>[]::new);
    return Stub.of(
        BundleContext.class,
        Map.of(
            "getServiceReferences", filter -> references,
            "getService", one -> ((ServiceReference<?>) one[0]).getProperty("service"),
            "ungetService", one -> true));
  }

  private ServiceReference<?> reference(Map.Entry<Object, List<String>> service) {
    return Stub.of(
        ServiceReference.class,
        Map.of(
            "getProperty",
            name ->
                name[0].equals("service")
                    ? service.getKey()
                    : service.getValue().toArray(String[]::new)));
  }

  @Test
  void everyCommandIsListedInALineThatFitsAndHasAnExample() throws Exception {
    String list = help.help();
    Stream.of(
            "status",
            "peers",
            "connect",
            "disconnect",
            "ban",
            "unban",
            "chain",
            "block",
            "import",
            "protocols",
            "discovery",
            "sync")
        .forEach(
            name -> assertTrue(list.lines().anyMatch(line -> line.startsWith(name + " ")), name));
    list.lines().forEach(line -> assertTrue(line.length() <= Table.WIDTH, line));
    assertEquals(13, list.lines().count());
    for (List<String> names : services.values()) {
      for (String name : names) {
        if (!name.startsWith("__")) {
          assertTrue(help.help(name).contains("\nexample: " + name), name);
        }
      }
    }
  }

  @Test
  void anUnknownCommandIsNamedWithThoseThatThereAre() {
    var e = assertThrows(CommandException.class, () -> help.help("staus"));
    assertTrue(e.getMessage().startsWith("help: no command 'staus'; there are ban, block, chain,"));
  }
}
