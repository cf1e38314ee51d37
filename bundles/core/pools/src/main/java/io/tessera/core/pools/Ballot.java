package io.tessera.core.pools;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.work.JudgmentPool.Held;
import io.tessera.work.PublishedJudgment;
import io.tessera.work.ReportCredential;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What an epoch's validators have said about one report. Guarded by the pool. */
final class Ballot {
  private final Hash report;
  private final long epoch;
  private final long since;
  private final TreeMap<Integer, Vote> positive = new TreeMap<>();
  private final TreeMap<Integer, Vote> negative = new TreeMap<>();
  private final Map<Ed25519Public, Ed25519Signature> guarantors = new TreeMap<>();
  private Optional<ReportCredential> credential = Optional.empty();
  private boolean unknown;

  /**
   * A verified signature.
   *
   * @param key of the one who signed
   * @param from the peer that it came from; empty when it is this node's own
   */
  record Vote(Ed25519Public key, Ed25519Signature signature, Optional<PeerId> from) {}

  /**
   * A copy for whoever makes a verdict of it.
   *
   * @param positive votes by index
   * @param negative the same; who is in both has contradicted itself
   * @param guarantors verified guarantees of the report, by key
   */
  record Count(
      Hash report,
      long epoch,
      SortedMap<Integer, Vote> positive,
      SortedMap<Integer, Vote> negative,
      Map<Ed25519Public, Ed25519Signature> guarantors) {}

  /** Which ballot a judgment belongs to. */
  record Id(Hash report, long epoch) {
    static Id of(PublishedJudgment judgment) {
      return new Id(judgment.report(), judgment.epoch());
    }
  }

  /**
   * Nothing was said yet.
   *
   * @param since the slot that it is
   * @param unknown whether no recent block has reported it
   */
  Ballot(Id id, long since, boolean unknown) {
    report = id.report();
    epoch = id.epoch();
    this.since = since;
    this.unknown = unknown;
  }

  boolean isUnknown() {
    return unknown;
  }

  /** A block has reported it since. */
  void becomesKnown() {
    unknown = false;
  }

  private Map<Integer, Vote> side(boolean valid) {
    return valid ? positive : negative;
  }

  boolean has(PublishedJudgment judgment) {
    return side(judgment.valid()).containsKey(judgment.validator());
  }

  void add(PublishedJudgment judgment, Vote vote) {
    side(judgment.valid()).put(judgment.validator(), vote);
  }

  /** The first credential is the one that is passed on; the signatures of all are kept. */
  void guaranteed(ReportCredential by, Map<Ed25519Public, Ed25519Signature> signatures) {
    credential = credential.or(() -> Optional.of(by));
    guarantors.putAll(signatures);
  }

  Optional<ReportCredential> credential() {
    return credential;
  }

  long since() {
    return since;
  }

  boolean isDisputed() {
    return !negative.isEmpty();
  }

  int size() {
    return positive.size() + negative.size();
  }

  List<Integer> judges(boolean valid) {
    return List.copyOf(side(valid).keySet());
  }

  Stream<Ed25519Public> signers() {
    return Stream.concat(positive.values().stream(), negative.values().stream()).map(Vote::key);
  }

  Count count() {
    return new Count(
        report, epoch, new TreeMap<>(positive), new TreeMap<>(negative), Map.copyOf(guarantors));
  }

  /** What auditors should hear of at once. */
  List<Held> toTell() {
    List<Held> held = new ArrayList<>();
    negative.forEach((validator, vote) -> held.add(held(validator, false, vote)));
    positive.forEach(
        (validator, vote) -> {
          if (vote.from().isEmpty()) {
            held.add(held(validator, true, vote));
          }
        });
    return held;
  }

  private Held held(int validator, boolean valid, Vote vote) {
    return new Held(
        new PublishedJudgment(epoch, validator, valid, report, vote.signature()),
        valid ? Optional.empty() : credential,
        vote.from());
  }
}
