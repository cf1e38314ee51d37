package io.tessera.operator.shell;

import io.tessera.net.Discovery;
import io.tessera.net.PeerBook;
import io.tessera.net.Streams;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * {@code tessera:protocols} and {@code discovery}: the plugins that are there, and their counts.
 */
@Component(
    service = ProtocolCommands.class,
    property = {
      "osgi.command.scope=tessera",
      "osgi.command.function=protocols",
      "osgi.command.function=discovery"
    })
public final class ProtocolCommands {
  private final Diagnosis diagnosis;
  private final List<Discovery> discoveries = new CopyOnWriteArrayList<>();

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Streams streams;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile PeerBook book;

  /** Called by the component runtime. */
  @Activate
  public ProtocolCommands(@Reference Diagnosis diagnosis) {
    this.diagnosis = diagnosis;
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindDiscovery(Discovery discovery) {
    discoveries.add(discovery);
  }

  void unbindDiscovery(Discovery discovery) {
    discoveries.remove(discovery);
  }

  /** The stream protocols. */
  @Descriptor(
      "the stream protocols; the bundle of each and how many streams it runs, served and failed."
          + " Example: protocols")
  public String protocols(String... words) throws CommandException {
    Arguments.parse("protocols", List.of(), words).none();
    List<Streams.ProtocolInfo> all = diagnosis.require(streams, Streams.class).protocols();
    if (all.isEmpty()) {
      return "no protocol is installed";
    }
    Table table =
        new Table(
            ">KIND", "PROTOCOL", "STATE", ">ACTIVE", ">SERVED", ">FAILED", "BUNDLE", "VERSION");
    for (Streams.ProtocolInfo info : all) {
      table.row(
          info.kind(),
          info.name(),
          info.serving() ? "serves" : "outranked (" + info.ranking() + ")",
          info.active(),
          info.served(),
          info.failed(),
          info.bundle().replaceFirst("^io\\.tessera\\.", ""),
          info.version());
    }
    return table.toString();
  }

  /** The ways to find peers. */
  @Descriptor(
      "the ways to find peers; what each does now and how many addresses it found, and what"
          + " became of the signed records that were offered. Example: discovery")
  public String discovery(String... words) throws CommandException {
    Arguments.parse("discovery", List.of(), words).none();
    if (discoveries.isEmpty()) {
      throw new CommandException(diagnosis.missing(Discovery.class));
    }
    Table table = new Table("DISCOVERY", ">FOUND", "STATUS");
    discoveries.stream()
        .sorted(Comparator.comparing(Discovery::name))
        .forEach(each -> table.row(each.name(), each.found(), each.status()));
    PeerBook known = book;
    return known == null ? table.toString() : table + "\n" + BookTable.verdicts(known.verdicts());
  }
}
