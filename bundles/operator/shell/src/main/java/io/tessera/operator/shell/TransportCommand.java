package io.tessera.operator.shell;

import io.tessera.net.transport.Transport;
import io.tessera.net.transport.TransportInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** {@code tessera:transport}: the ways to reach peers, and what they carry. */
@Component(
    service = TransportCommand.class,
    property = {"osgi.command.scope=tessera", "osgi.command.function=transport"})
public final class TransportCommand {
  private final Plugins plugins;
  private final Watch watch;
  private final Map<ServiceReference<?>, Transport> transports = new ConcurrentHashMap<>();

  /** Called by the component runtime. */
  @Activate
  public TransportCommand(@Reference Plugins plugins, @Reference Watch watch) {
    this.plugins = plugins;
    this.watch = watch;
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindTransport(Transport transport, ServiceReference<Transport> reference) {
    transports.put(reference, transport);
  }

  void unbindTransport(ServiceReference<Transport> reference) {
    transports.remove(reference);
  }

  /** The command. */
  @Descriptor(
      "the ways to reach peers; where each listens, its connections, what they carried so far, and"
          + " handshakes that failed. --json for one line of JSON, -w [SECONDS] to watch."
          + " Example: transport")
  public String transport(CommandSession session, String... words)
      throws CommandException, IOException {
    Arguments arguments = Arguments.parse("transport", Watch.OPTIONS, words).none();
    return watch.show(session, arguments, View.of(this::text, this::values));
  }

  private Optional<Transport> running(Plugins.Plugin plugin) {
    return plugin.service() == null
        ? Optional.empty()
        : Optional.ofNullable(transports.get(plugin.service()));
  }

  private static String name(Plugins.Plugin plugin, Optional<Transport> running) {
    return running
        .map(Transport::name)
        .orElseGet(() -> plugin.bundle().substring(plugin.bundle().lastIndexOf('.') + 1));
  }

  private static String listening(Transport transport) {
    return transport.localAddresses().stream()
        .map(Units::address)
        .collect(Collectors.joining(", "));
  }

  private String text(int width) {
    Table table =
        new Table(
            Column.text("TRANSPORT"),
            Column.text("STATE"),
            Column.text("LISTENING").atLeast(21),
            Column.number("OPEN"),
            Column.number("DIALED").expendable(4),
            Column.number("ACCEPTED").expendable(5),
            Column.number("RECEIVED").expendable(7),
            Column.number("SENT").expendable(6),
            Column.number("REFUSED"),
            Column.number("RANKING").expendable(1),
            Column.text("VERSION").expendable(2),
            Column.text("LAST REFUSAL").atLeast(16).expendable(3));
    for (Plugins.Plugin plugin : plugins.of(Transport.class)) {
      Optional<Transport> running = running(plugin);
      TransportInfo info = running.map(Transport::info).orElse(TransportInfo.NONE);
      table.row(
          name(plugin, running),
          plugin.state(),
          running.map(TransportCommand::listening).orElseGet(plugin::why),
          info.connections(),
          info.dialed(),
          info.accepted(),
          Units.bytes(info.bytesReceived()),
          Units.bytes(info.bytesSent()),
          info.refused(),
          plugin.ranking(),
          plugin.version(),
          info.lastRefusal().orElse("-"));
    }
    return table.text(width);
  }

  private Object values() {
    List<Object> all = new ArrayList<>();
    plugins.of(Transport.class).forEach(plugin -> all.add(values(plugin)));
    return all;
  }

  private Map<String, Object> values(Plugins.Plugin plugin) {
    Optional<Transport> running = running(plugin);
    TransportInfo info = running.map(Transport::info).orElse(TransportInfo.NONE);
    Map<String, Object> values = plugin.values(name(plugin, running));
    values.put(
        "listening",
        running.map(Transport::localAddresses).orElse(List.of()).stream()
            .map(Units::address)
            .toList());
    values.put("connections", info.connections());
    values.put("dialed", info.dialed());
    values.put("accepted", info.accepted());
    values.put("refused", info.refused());
    values.put("bytes_received", info.bytesReceived());
    values.put("bytes_sent", info.bytesSent());
    info.lastRefusal().ifPresent(line -> values.put("last_refusal", line));
    return values;
  }
}
