package io.tessera.operator.shell;

import io.tessera.chain.Chain;
import io.tessera.chain.Sync;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.net.PeerBook;
import io.tessera.net.Peers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * What the Tab key offers: functions that the {@code complete} lines of the distribution's {@code
 * etc/gosh_profile} call. Nothing is offered by a service that is not there.
 */
@Component(
    service = Completions.class,
    property = {
      "osgi.command.scope=tessera",
      "osgi.command.function=__peers",
      "osgi.command.function=__known",
      "osgi.command.function=__banned",
      "osgi.command.function=__addresses",
      "osgi.command.function=__blocks",
      "osgi.command.function=__modes",
      "osgi.command.function=__state",
      "osgi.command.function=__bundles",
      "osgi.command.function=__parts",
      "osgi.command.function=__commands"
    })
@SuppressWarnings("MemberName") // Gogo's own name their completion functions like this.
public final class Completions {
  /** More hashes than this in a row help nobody to choose. */
  private static final int HASHES = 50;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Peers peers;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile PeerBook book;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Chain chain;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Sync sync;

  private final BundleContext context;
  private final Diagnosis diagnosis;
  private final Commands commands;

  /** Called by the component runtime. */
  @Activate
  public Completions(
      BundleContext context, @Reference Diagnosis diagnosis, @Reference Commands commands) {
    this.context = context;
    this.diagnosis = diagnosis;
    this.commands = commands;
  }

  /** Symbolic names and ids of bundles. */
  public List<String> __bundles() {
    List<String> names = new ArrayList<>();
    for (Bundle bundle : context.getBundles()) {
      names.add(bundle.getSymbolicName());
      names.add(String.valueOf(bundle.getBundleId()));
    }
    return names;
  }

  /** What may be waiting for something: components and bundles. */
  public List<String> __parts() {
    List<String> names = new ArrayList<>(__bundles());
    diagnosis.causes().components().forEach(component -> names.add(component.name));
    return names;
  }

  /** Names of commands. */
  public List<String> __commands() {
    return List.copyOf(commands.descriptions().keySet());
  }

  /** Ids of connected peers. */
  public List<String> __peers() {
    Peers manager = peers;
    return manager == null
        ? List.of()
        : manager.connected().stream().map(peer -> peer.id().name()).toList();
  }

  /** Ids of all known peers. */
  public List<String> __known() {
    return inBook(entry -> true);
  }

  /** Ids of banned peers. */
  public List<String> __banned() {
    return inBook(entry -> entry.bannedUntil().isPresent());
  }

  private List<String> inBook(Predicate<PeerBook.Entry> kind) {
    PeerBook known = book;
    return known == null
        ? List.of()
        : known.entries().stream().filter(kind).map(entry -> entry.peer().name()).toList();
  }

  /** Addresses that were found and may be dialed. */
  public List<String> __addresses() {
    Peers manager = peers;
    return manager == null
        ? List.of()
        : manager.candidates().stream().map(each -> each.address().toString()).toList();
  }

  /** The word {@code mode} and the installed modes. */
  public List<String> __modes() {
    List<String> words = new ArrayList<>(List.of("mode"));
    Sync controller = sync;
    if (controller != null) {
      words.addAll(controller.modes());
    }
    return words;
  }

  /** The word {@code get} and the names of the state's components. */
  public List<String> __state() {
    List<String> words = new ArrayList<>(List.of("get"));
    StateComponent.ALL.forEach(component -> words.add(component.toString()));
    return words;
  }

  /** Words and recent hashes that name a block. */
  public List<String> __blocks() {
    List<String> names = new ArrayList<>(List.of("best", "finalized", "genesis"));
    Chain ours = chain;
    if (ours != null) {
      Stream<String> hashes = BlockFinder.recent(ours).stream().map(Hash::toHex).distinct();
      hashes.limit(HASHES).forEach(names::add);
    }
    return names;
  }
}
