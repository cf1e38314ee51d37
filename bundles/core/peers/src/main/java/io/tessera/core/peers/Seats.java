package io.tessera.core.peers;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Who gets one of the seats that {@link Settings} allow: reserved peers always, builders from a
 * number of their own, others as long as there is room. Confined to the manager's thread.
 */
final class Seats {
  private final Collection<Link> links;
  private Settings settings = new Settings(0, 0, List.of());

  /**
   * No seats yet.
   *
   * @param links the connections that stand, as a view
   */
  Seats(Collection<Link> links) {
    this.links = links;
  }

  void configure(Settings changed) {
    settings = changed;
  }

  /** Why a new connection gets no seat; empty when it does. */
  Optional<String> refusal(Link link) {
    if (isReserved(link)) {
      return Optional.empty();
    }
    if (isBuilder(link)) {
      boolean free = count(this::isBuilder) < settings.builderSlots();
      return free ? Optional.empty() : Optional.of("no builder slot is free");
    }
    boolean free =
        count(this::isCounted) < settings.maxPeers()
            && (link.initiator() || accepted() < settings.maxAccepted());
    return free ? Optional.empty() : Optional.of("too many peers");
  }

  /** Whether one more peer may be dialed while so many others are. */
  boolean roomToDial(int dialing) {
    int all = count(this::isCounted);
    return all + dialing < settings.maxPeers() && all - accepted() + dialing < settings.maxDialed();
  }

  /** Those above the limit: the youngest, and those that peers dialed before others. */
  List<Link> surplus() {
    return links.stream()
        .filter(this::isCounted)
        .sorted(Comparator.comparing(Link::initiator).reversed().thenComparing(Link::since))
        .skip(settings.maxPeers())
        .toList();
  }

  private int accepted() {
    return count(link -> isCounted(link) && !link.initiator());
  }

  private int count(Predicate<Link> kind) {
    return (int) links.stream().filter(kind).count();
  }

  private boolean isReserved(Link link) {
    return settings.reservedPeers().contains(link.id())
        || (link.target != null && link.target.reserved);
  }

  private boolean isBuilder(Link link) {
    return link.builder() && !link.initiator() && !isReserved(link);
  }

  private boolean isCounted(Link link) {
    return !isReserved(link) && !isBuilder(link);
  }
}
