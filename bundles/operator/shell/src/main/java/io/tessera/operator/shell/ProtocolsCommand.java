package io.tessera.operator.shell;

import io.tessera.net.Fault;
import io.tessera.net.StreamFault;
import io.tessera.net.StreamProtocol;
import io.tessera.net.StreamStatistics;
import io.tessera.net.Streams;
import io.tessera.net.Streams.ProtocolInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** {@code tessera:protocols}: the stream protocols, and what has become of their streams. */
@Component(
    service = ProtocolsCommand.class,
    property = {"osgi.command.scope=tessera", "osgi.command.function=protocols"})
public final class ProtocolsCommand {
  private final Diagnosis diagnosis;
  private final Plugins plugins;
  private final Watch watch;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Streams streams;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile StreamStatistics statistics;

  /** Called by the component runtime. */
  @Activate
  public ProtocolsCommand(
      @Reference Diagnosis diagnosis, @Reference Plugins plugins, @Reference Watch watch) {
    this.diagnosis = diagnosis;
    this.plugins = plugins;
    this.watch = watch;
  }

  /** The command. */
  @Descriptor(
      "the stream protocols; how many streams of each run, ended well and failed, what they carried"
          + " and their last fault, and the bundle. Ranking decides who serves where several are"
          + " for one kind. --json for one line of JSON, -w [SECONDS] to watch."
          + " Example: protocols -w 5")
  public String protocols(CommandSession session, String... words)
      throws CommandException, IOException {
    Arguments arguments = Arguments.parse("protocols", Watch.OPTIONS, words).none();
    return watch.show(session, arguments, View.of(this::text, this::values));
  }

  private String text(int width) throws CommandException {
    Table table =
        new Table(
            Column.number("KIND"),
            Column.text("PROTOCOL").atLeast(24),
            Column.text("STATE"),
            Column.number("RANKING").expendable(2),
            Column.number("ACTIVE"),
            Column.number("SERVED"),
            Column.number("FAILED"),
            Column.number("RECEIVED").expendable(6),
            Column.number("SENT").expendable(5),
            Column.text("BUNDLE").atLeast(14).expendable(3),
            Column.text("VERSION").expendable(1),
            Column.text("LAST FAULT").atLeast(12).expendable(4));
    for (ProtocolInfo info : infos()) {
      table.row(
          info.kind(),
          info.name(),
          info.serving() ? "serves" : "outranked",
          info.ranking(),
          info.active(),
          info.served(),
          info.failed(),
          amount(info, StreamStatistics.Counts::bytesReceived),
          amount(info, StreamStatistics.Counts::bytesSent),
          info.bundle().replaceFirst("^io\\.tessera\\.", ""),
          info.version(),
          info.lastFault().map(ProtocolsCommand::fault).orElse("-"));
    }
    for (Plugins.Plugin plugin : without()) {
      table.row(
          "-",
          "-",
          plugin.state(),
          "-",
          "-",
          "-",
          "-",
          "-",
          "-",
          plugin.shortName(),
          plugin.version(),
          plugin.why());
    }
    return table.text(width);
  }

  private List<ProtocolInfo> infos() throws CommandException {
    return diagnosis.require(streams, Streams.class).protocols();
  }

  /** Bundles that would bring a protocol and do not. */
  private List<Plugins.Plugin> without() {
    return plugins.of(StreamProtocol.class).stream()
        .filter(plugin -> plugin.cause().isPresent())
        .toList();
  }

  private static String fault(StreamFault fault) {
    return "%s ago: %s: %s"
        .formatted(Units.duration(fault.age()), fault.peer().shortName(), fault.message());
  }

  /** Counted by kind: those of one that is outranked are the other's. */
  private long bytes(ProtocolInfo info, ToLongFunction<StreamStatistics.Counts> which) {
    StreamStatistics counted = statistics;
    return counted == null || !info.serving()
        ? 0
        : counted.streams().stream()
            .filter(each -> each.kind() == info.kind())
            .mapToLong(which)
            .sum();
  }

  private String amount(ProtocolInfo info, ToLongFunction<StreamStatistics.Counts> which) {
    return statistics == null || !info.serving() ? "-" : Units.bytes(bytes(info, which));
  }

  private Object values() throws CommandException {
    List<Object> all = new ArrayList<>();
    for (ProtocolInfo info : infos()) {
      all.add(values(info));
    }
    without().forEach(plugin -> all.add(plugin.values(plugin.shortName())));
    return all;
  }

  private Map<String, Object> values(ProtocolInfo info) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", info.name());
    values.put("bundle", info.bundle());
    values.put("version", info.version());
    values.put("state", info.serving() ? "serves" : "outranked");
    values.put("ranking", info.ranking());
    values.put("kind", info.kind());
    values.put("active", info.active());
    values.put("served", info.served());
    values.put("failed", info.failed());
    values.put("bytes_received", bytes(info, StreamStatistics.Counts::bytesReceived));
    values.put("bytes_sent", bytes(info, StreamStatistics.Counts::bytesSent));
    info.lastFault().ifPresent(fault -> values.put("last_fault", values(fault)));
    return values;
  }

  private static Map<String, Object> values(StreamFault fault) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("fault", name(fault.fault()));
    values.put("message", fault.message());
    values.put("peer_id", fault.peer().name());
    values.put("seconds_ago", fault.age().toSeconds());
    return values;
  }

  private static String name(Fault fault) {
    return fault.name().toLowerCase(Locale.ROOT);
  }
}
