package io.tessera.operator.shell;

import io.tessera.net.Discovery;
import io.tessera.net.PeerBook;
import io.tessera.net.Peers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** {@code tessera:discovery}: the ways to find peers, and what became of what they found. */
@Component(
    service = DiscoveryCommand.class,
    property = {"osgi.command.scope=tessera", "osgi.command.function=discovery"})
public final class DiscoveryCommand {
  private final Plugins plugins;
  private final Watch watch;
  private final Map<ServiceReference<?>, Discovery> discoveries = new ConcurrentHashMap<>();

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile PeerBook book;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Peers peers;

  /** Called by the component runtime. */
  @Activate
  public DiscoveryCommand(@Reference Plugins plugins, @Reference Watch watch) {
    this.plugins = plugins;
    this.watch = watch;
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindDiscovery(Discovery discovery, ServiceReference<Discovery> reference) {
    discoveries.put(reference, discovery);
  }

  void unbindDiscovery(ServiceReference<Discovery> reference) {
    discoveries.remove(reference);
  }

  /** A plugin at this moment; what it does is empty while it is not there. */
  private record Row(
      Plugins.Plugin plugin, Optional<Discovery> discovery, List<Peers.Candidate> candidates) {
    String name() {
      return discovery
          .map(Discovery::name)
          .orElseGet(() -> plugin.bundle().substring(plugin.bundle().lastIndexOf('.') + 1));
    }

    String status() {
      return discovery.map(Discovery::status).orElseGet(plugin::why);
    }

    long failing() {
      return candidates.stream().filter(each -> each.failures() > 0).count();
    }

    Optional<Peers.Candidate> lastFailing() {
      return candidates.stream().filter(each -> each.failures() > 0).findFirst();
    }
  }

  /** The command. */
  @Descriptor(
      "the ways to find peers; how many addresses each has found, how many of those that may be"
          + " dialed are its, how many of them failed last, and what it does now; then what became of"
          + " the signed records that were offered. --json for one line of JSON, -w [SECONDS] to"
          + " watch. Example: discovery --json")
  public String discovery(CommandSession session, String... words)
      throws CommandException, IOException {
    Arguments arguments = Arguments.parse("discovery", Watch.OPTIONS, words).none();
    return watch.show(session, arguments, View.of(this::text, this::values));
  }

  private List<Row> rows() {
    Peers manager = peers;
    List<Peers.Candidate> candidates = manager == null ? List.of() : manager.candidates();
    return plugins.of(Discovery.class).stream()
        .map(plugin -> row(plugin, candidates))
        .sorted(Comparator.comparing(Row::name))
        .toList();
  }

  private Row row(Plugins.Plugin plugin, List<Peers.Candidate> candidates) {
    Optional<Discovery> discovery =
        plugin.service() == null
            ? Optional.empty()
            : Optional.ofNullable(discoveries.get(plugin.service()));
    List<Peers.Candidate> its =
        candidates.stream()
            .filter(each -> discovery.filter(d -> d.name().equals(each.source())).isPresent())
            .toList();
    return new Row(plugin, discovery, its);
  }

  private String text(int width) {
    Table table =
        new Table(
            Column.text("DISCOVERY"),
            Column.number("FOUND"),
            Column.text("STATE"),
            Column.number("RANKING").expendable(2),
            Column.number("KNOWN").expendable(4),
            Column.number("FAILING").expendable(5),
            Column.text("VERSION").expendable(1),
            Column.text("LAST FAILURE").atLeast(16).expendable(3),
            Column.text("STATUS").atLeast(32));
    for (Row row : rows()) {
      table.row(
          row.name(),
          row.discovery().map(Discovery::found).map(String::valueOf).orElse("-"),
          row.plugin().state(),
          row.plugin().ranking(),
          row.candidates().size(),
          row.failing(),
          row.plugin().version(),
          row.lastFailing().map(DiscoveryCommand::failure).orElse("-"),
          row.status());
    }
    PeerBook known = book;
    return known == null
        ? table.text(width)
        : table.text(width) + "\n" + Wrap.text(BookTable.verdicts(known.verdicts()), width, 0);
  }

  private static String failure(Peers.Candidate candidate) {
    return candidate.address() + ": " + candidate.lastFailure();
  }

  private Object values() {
    Map<String, Object> values = new LinkedHashMap<>();
    List<Object> all = new ArrayList<>();
    rows().forEach(row -> all.add(values(row)));
    values.put("discoveries", all);
    PeerBook known = book;
    Map<String, Long> verdicts = new LinkedHashMap<>();
    if (known != null) {
      known
          .verdicts()
          .forEach((v, count) -> verdicts.put(v.name().toLowerCase(Locale.ROOT), count));
    }
    values.put("records", verdicts);
    return values;
  }

  private static Map<String, Object> values(Row row) {
    Map<String, Object> values = row.plugin().values(row.name());
    row.discovery().ifPresent(each -> values.put("found", each.found()));
    values.put("known", row.candidates().size());
    values.put("failing", row.failing());
    row.lastFailing().ifPresent(each -> values.put("last_failure", failure(each)));
    values.put("status", row.status());
    return values;
  }
}
