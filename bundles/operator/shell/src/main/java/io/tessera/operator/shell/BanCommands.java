package io.tessera.operator.shell;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.Peer;
import io.tessera.net.PeerBans;
import io.tessera.net.PeerBook;
import io.tessera.net.Peers;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** {@code tessera:ban} and {@code unban}. */
@Component(
    service = BanCommands.class,
    property = {
      "osgi.command.scope=tessera",
      "osgi.command.function=ban",
      "osgi.command.function=unban"
    })
public final class BanCommands {
  private static final int DEFAULT_MINUTES = 60;
  private static final int MOST_MINUTES = 365 * 24 * 60;

  private final Diagnosis diagnosis;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile PeerBans bans;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile PeerBook book;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Peers peers;

  /** Called by the component runtime. */
  @Activate
  public BanCommands(@Reference Diagnosis diagnosis) {
    this.diagnosis = diagnosis;
  }

  /** Keeps a peer away. */
  @Descriptor(
      "keeps PEER away for an hour, or --minutes N; its id may be shortened. The ban survives a"
          + " restart. Example: ban eabc --minutes 600")
  public String ban(String... words) throws CommandException {
    Arguments arguments = Arguments.parse("ban", List.of("--minutes="), words);
    PeerBans service = diagnosis.require(bans, PeerBans.class);
    PeerId peer = find(arguments.one("peer id"), "that is connected or in the book", entry -> true);
    int minutes = arguments.number("--minutes", DEFAULT_MINUTES, MOST_MINUTES);
    service.ban(peer, Duration.ofMinutes(minutes), "banned by the operator");
    return "banned " + peer + " for " + Units.duration(Duration.ofMinutes(minutes));
  }

  /** Ends a ban. */
  @Descriptor(
      "ends the ban of PEER; its id may be shortened. peers --book shows who is banned."
          + " Example: unban eabc")
  public String unban(String... words) throws CommandException {
    String prefix = Arguments.parse("unban", List.of(), words).one("peer id");
    PeerBans service = diagnosis.require(bans, PeerBans.class);
    PeerId peer =
        find(
            prefix,
            "among those banned; see peers --book",
            entry -> entry.bannedUntil().isPresent());
    return service.unban(peer) ? "unbanned " + peer : peer + " is not banned any more";
  }

  private PeerId find(String text, String where, Predicate<PeerBook.Entry> kind)
      throws CommandException {
    if (text.length() == PeerId.NAME_LENGTH) {
      try {
        return PeerId.parse(text); // also one that nobody knows yet
      } catch (IllegalArgumentException bad) {
        throw new CommandException(bad.getMessage(), bad);
      }
    }
    Set<PeerId> known = new LinkedHashSet<>();
    Peers manager = peers;
    if (manager != null && where.startsWith("that")) {
      manager.connected().stream().map(Peer::id).forEach(known::add);
    }
    diagnosis.require(book, PeerBook.class).entries().stream()
        .filter(kind)
        .map(PeerBook.Entry::peer)
        .forEach(known::add);
    return Prefix.unique("peer", where, text, known, PeerId::name);
  }
}
