package io.tessera.core.chain.safrole;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.block.ValidatorKeys;
import io.tessera.lib.crypto.bandersnatch.BandersnatchPoint;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The V validators of an epoch, by index. Immutable for those who use it; remembers the points of
 * Bandersnatch keys once they were decoded, which is a sixth of the work for a signature. Safe for
 * several threads.
 */
public final class ValidatorSet {
  private final List<ValidatorKeys> keys;
  private final AtomicReferenceArray<Optional<BandersnatchPoint>> points;

  /** Takes a copy of the list. */
  public ValidatorSet(List<ValidatorKeys> keys) {
    this.keys = List.copyOf(keys);
    points = new AtomicReferenceArray<>(this.keys.size());
  }

  /** The keys, by index. */
  public List<ValidatorKeys> keys() {
    return keys;
  }

  /** The Bandersnatch key of the validator at an index; empty when its bytes are no point. */
  Optional<BandersnatchPoint> point(int index) {
    Optional<BandersnatchPoint> point = points.get(index);
    if (point == null) {
      point = BandersnatchPoint.decode(keys.get(index).bandersnatch().toByteArray(), 0);
      points.set(index, point);
    }
    return point;
  }

  List<Ed25519Public> ed25519Keys() {
    return keys.stream().map(ValidatorKeys::ed25519).toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ValidatorSet that && keys.equals(that.keys);
  }

  @Override
  public int hashCode() {
    return keys.hashCode();
  }
}
