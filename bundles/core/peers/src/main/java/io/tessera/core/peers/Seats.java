package io.tessera.core.peers;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.PeerAddress;
import io.tessera.net.PeerStatistics.Refusal;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * Who gets one of the seats that {@link Settings} allow: reserved peers always; validators that
 * this one owes a connection, and builders, from a number of their own; ordinary peers as long as
 * there is room, of which an address range has a share. Confined to the manager's thread.
 */
final class Seats {
  private final Collection<Link> links;
  private final Validators validators;
  private final ToIntFunction<PeerId> standing;
  private Settings settings = new Settings(0, 0, List.of());

  /**
   * No seats yet.
   *
   * @param links the connections that stand, as a view
   */
  Seats(Collection<Link> links, Validators validators, ToIntFunction<PeerId> standing) {
    this.links = links;
    this.validators = validators;
    this.standing = standing;
  }

  void configure(Settings changed) {
    settings = changed;
  }

  /**
   * Whether a further connection of a peer takes the seat of the one that stands, and needs none of
   * its own. Who dialed does not matter: of two that dial each other, both have to come to the same
   * answer, see {@link Duplicates}.
   */
  boolean sameSeat(Link old, Link link) {
    if (isOrdinary(old) && isOrdinary(link)) {
      return range(old).equals(range(link));
    }
    return isReserved(old)
        || (isRequired(old) && isRequired(link))
        || (isBuilder(old) && isBuilder(link));
  }

  /**
   * Why a new connection gets no seat; empty when it does. One that its peer has already is not
   * counted: only one of the two will stay.
   */
  Optional<Refusal> refusal(Link link) {
    if (isReserved(link)) {
      return Optional.empty();
    }
    if (isRequired(link)) {
      return roomForValidator(link) ? Optional.empty() : Optional.of(Refusal.TOO_MANY_VALIDATORS);
    }
    if (isBuilder(link)) {
      boolean free = others(link, this::isBuilder) < settings.builderSlots();
      return free ? Optional.empty() : Optional.of(Refusal.NO_BUILDER_SLOT);
    }
    if (rangeIsFull(link)) {
      return Optional.of(Refusal.ADDRESS_RANGE_FULL);
    }
    boolean full = isFull(link) || acceptedAreTooMany(link);
    return full ? Optional.of(Refusal.TOO_MANY_PEERS) : Optional.empty();
  }

  /**
   * Who gives way to a newcomer that gets no seat: the one of the lowest standing, and of equals
   * the youngest, if that is lower than the newcomer's.
   */
  Optional<Link> givesWay(Link newcomer) {
    if (!isOrdinary(newcomer)) {
      return Optional.empty();
    }
    Predicate<Link> helps = this::isOrdinary;
    if (rangeIsFull(newcomer)) {
      Optional<Range> range = range(newcomer);
      helps = helps.and(link -> range(link).equals(range));
    }
    if (acceptedAreTooMany(newcomer)) {
      helps = helps.and(link -> !link.initiator());
    }
    int better = standing.applyAsInt(newcomer.id());
    return links.stream()
        .filter(helps)
        .filter(link -> standing.applyAsInt(link.id()) < better)
        .min(
            Comparator.<Link>comparingInt(link -> standing.applyAsInt(link.id()))
                .thenComparing(Comparator.comparing(Link::since).reversed()));
  }

  /** How many ordinary peers may be dialed, those included that are being dialed. */
  int roomToDial() {
    int all = count(this::isOrdinary);
    return Math.min(
        settings.maxPeers() - all, settings.maxDialed() - (all - count(this::isAccepted)));
  }

  /** Whether an address may be dialed while others are, as far as its range is concerned. */
  boolean roomInRange(PeerAddress address, List<PeerAddress> dialing) {
    Optional<Range> range = address.literal().flatMap(this::range);
    if (range.isEmpty()) {
      return true;
    }
    long others =
        dialing.stream()
            .filter(other -> other.literal().flatMap(this::range).equals(range))
            .count();
    return count(link -> isOrdinary(link) && range(link).equals(range)) + others
        < settings.perRange();
  }

  /**
   * Those above the limit: the worst, and of equals those that peers dialed, the youngest first.
   */
  List<Link> surplus() {
    return links.stream()
        .filter(this::isOrdinary)
        .sorted(
            Comparator.<Link>comparingInt(link -> -standing.applyAsInt(link.id()))
                .thenComparing(Comparator.comparing(Link::initiator).reversed())
                .thenComparing(Link::since))
        .skip(settings.maxPeers())
        .toList();
  }

  private boolean isFull(Link link) {
    return others(link, this::isOrdinary) >= settings.maxPeers();
  }

  private boolean acceptedAreTooMany(Link link) {
    return !link.initiator() && others(link, this::isAccepted) >= settings.maxAccepted();
  }

  private boolean rangeIsFull(Link link) {
    Optional<Range> range = range(link);
    return range.isPresent()
        && others(link, other -> isOrdinary(other) && range(other).equals(range))
            >= settings.perRange();
  }

  private Optional<Range> range(Link link) {
    return link.address().isUnresolved() ? Optional.empty() : range(link.address().getAddress());
  }

  private Optional<Range> range(InetAddress address) {
    return settings.loopbackRanges() ? Optional.of(Range.with(address)) : Range.of(address);
  }

  private boolean isAccepted(Link link) {
    return isOrdinary(link) && !link.initiator();
  }

  private int count(Predicate<Link> kind) {
    return (int) links.stream().filter(kind).count();
  }

  private int others(Link link, Predicate<Link> kind) {
    return count(kind.and(other -> !other.id().equals(link.id())));
  }

  private boolean roomForValidator(Link link) {
    int slots = settings.validatorSlots();
    return slots >= validators.required().size() || others(link, this::isRequired) < slots;
  }

  private boolean isReserved(Link link) {
    return settings.reserves(link.id()) || (link.target != null && link.target.reserved);
  }

  private boolean isRequired(Link link) {
    return validators.required().contains(link.id()) && !isReserved(link);
  }

  private boolean isBuilder(Link link) {
    return link.builder() && !link.initiator() && !isReserved(link) && !isRequired(link);
  }

  private boolean isOrdinary(Link link) {
    return !isReserved(link) && !isBuilder(link) && !isRequired(link);
  }
}
