package io.tessera.core.pools;

import io.tessera.core.pools.Ballot.Count;
import io.tessera.core.pools.Ballot.Vote;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Culprit;
import io.tessera.lib.codec.block.Disputes;
import io.tessera.lib.codec.block.Fault;
import io.tessera.lib.codec.block.Judgment;
import io.tessera.lib.codec.block.Verdict;
import io.tessera.lib.codec.state.DisputeRecords;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * Makes of judgments what a block can say about them (Gray Paper, section "Disputes, Verdicts and
 * Judgments"): verdicts of exactly a super-majority, of which all, none or a third are positive;
 * two culprits for each report found invalid, a fault for each found valid; and whoever else is
 * known to contradict a verdict, also one that a block before has brought. Confined to one thread.
 */
final class VerdictMaker {
  /** Verdicts that a block may get at most: at 1,023 validators each takes 46 kB. */
  private static final int MOST_VERDICTS = 16;

  /** Culprits, and faults, that a block may get at most. */
  private static final int MOST_OFFENCES = 256;

  private final ProtocolParameters parameters;
  private final DisputeRecords records;
  private final JudgeSets sets;
  private final Set<Ed25519Public> punishable = new HashSet<>();
  private final Set<Hash> good;
  private final Set<Hash> bad;
  private final List<Verdict> verdicts = new ArrayList<>();

  /** By key, since each key may be named once. */
  private final TreeMap<Ed25519Public, Culprit> culprits = new TreeMap<>();

  private final TreeMap<Ed25519Public, Fault> faults = new TreeMap<>();

  /**
   * For a block.
   *
   * @param records ψ before it
   * @param sets κ and λ before it
   */
  VerdictMaker(ProtocolParameters parameters, DisputeRecords records, JudgeSets sets) {
    this.parameters = parameters;
    this.records = records;
    this.sets = sets;
    punishable.addAll(sets.active());
    punishable.addAll(sets.previous());
    punishable.remove(JudgeSets.NOBODY);
    records.offenders().forEach(punishable::remove);
    good = new HashSet<>(records.good());
    bad = new HashSet<>(records.bad());
  }

  /** Verdicts, culprits and faults in the order of blocks. */
  Disputes make(List<Count> counts) {
    List<Count> ordered =
        counts.stream()
            .sorted(Comparator.comparing(Count::report).thenComparingLong(Count::epoch))
            .toList();
    Set<Hash> judged = new HashSet<>(records.wonky());
    judged.addAll(good);
    judged.addAll(bad);
    for (Count count : ordered) {
      if (verdicts.size() < MOST_VERDICTS && !judged.contains(count.report()) && judge(count)) {
        judged.add(count.report());
      }
    }
    ordered.forEach(this::addOffences);
    return new Disputes(verdicts, List.copyOf(culprits.values()), List.copyOf(faults.values()));
  }

  private boolean judge(Count count) {
    List<Ed25519Public> judges = sets.of(count.epoch()).orElse(List.of());
    Map<Integer, Vote> positive = of(judges, count.positive());
    Map<Integer, Vote> negative = of(judges, count.negative());
    int all = parameters.superMajority();
    int third = parameters.validators() / 3;
    if (negative.size() >= all && nameCulprits(count, 2)) {
      bad.add(count.report());
      return add(count, Map.of(), 0, negative, all);
    }
    if (positive.size() >= all && nameFault(count)) {
      good.add(count.report());
      return add(count, positive, all, Map.of(), 0);
    }
    return third > 0 && add(count, positive, third, negative, all - third);
  }

  /** Votes of those who are judges before this block too: forks may disagree. */
  private static Map<Integer, Vote> of(List<Ed25519Public> judges, SortedMap<Integer, Vote> votes) {
    Map<Integer, Vote> valid = new TreeMap<>(votes);
    valid
        .entrySet()
        .removeIf(
            entry ->
                entry.getKey() >= judges.size()
                    || !judges.get(entry.getKey()).equals(entry.getValue().key()));
    return valid;
  }

  /** Takes so many of both kinds; false when there are not so many. */
  private boolean add(
      Count count,
      Map<Integer, Vote> positive,
      int positives,
      Map<Integer, Vote> negative,
      int negatives) {
    TreeMap<Integer, Judgment> votes = new TreeMap<>();
    // First those who have not contradicted themselves: the others may stand on either side.
    pick(votes, positive, true, positives, judge -> !negative.containsKey(judge));
    int picked = votes.size();
    pick(votes, negative, false, negatives, judge -> !positive.containsKey(judge));
    int pickedNegative = votes.size() - picked;
    pick(votes, positive, true, positives - picked, judge -> !votes.containsKey(judge));
    pick(votes, negative, false, negatives - pickedNegative, judge -> !votes.containsKey(judge));
    if (votes.size() != positives + negatives) {
      return false;
    }
    verdicts.add(new Verdict(count.report(), count.epoch(), List.copyOf(votes.values())));
    return true;
  }

  private static void pick(
      Map<Integer, Judgment> votes,
      Map<Integer, Vote> from,
      boolean valid,
      int wanted,
      IntPredicate eligible) {
    from.entrySet().stream()
        .filter(entry -> eligible.test(entry.getKey()))
        .limit(wanted)
        .toList()
        .forEach(
            entry ->
                votes.put(
                    entry.getKey(),
                    new Judgment(valid, entry.getKey(), entry.getValue().signature())));
  }

  /** Names so many more of the report's guarantors, or none when there are not so many. */
  private boolean nameCulprits(Count count, int wanted) {
    List<Ed25519Public> keys =
        count.guarantors().keySet().stream()
            .filter(key -> punishable.contains(key) && !culprits.containsKey(key))
            .sorted()
            .limit(wanted)
            .toList();
    if (keys.size() < wanted) {
      return false;
    }
    keys.forEach(key -> name(count, key));
    return true;
  }

  private void name(Count count, Ed25519Public key) {
    culprits.put(key, new Culprit(count.report(), key, count.guarantors().get(key)));
  }

  /** Names one more of those who voted against a valid report. */
  private boolean nameFault(Count count) {
    return count.negative().values().stream()
        .filter(vote -> punishable.contains(vote.key()) && !faults.containsKey(vote.key()))
        .findFirst()
        .map(vote -> faults.put(vote.key(), fault(count, false, vote)) == null)
        .orElse(false);
  }

  /** Whoever else contradicts a verdict, as far as there is room. */
  private void addOffences(Count count) {
    if (bad.contains(count.report())) {
      count.guarantors().keySet().stream()
          .filter(key -> punishable.contains(key) && !culprits.containsKey(key))
          .sorted()
          .limit(Math.max(0, MOST_OFFENCES - culprits.size()))
          .toList()
          .forEach(key -> name(count, key));
      addFaults(count, true, count.positive());
    } else if (good.contains(count.report())) {
      addFaults(count, false, count.negative());
    }
  }

  private void addFaults(Count count, boolean vote, SortedMap<Integer, Vote> votes) {
    for (Vote each : votes.values()) {
      if (faults.size() < MOST_OFFENCES && punishable.contains(each.key())) {
        faults.putIfAbsent(each.key(), fault(count, vote, each));
      }
    }
  }

  private static Fault fault(Count count, boolean valid, Vote vote) {
    return new Fault(count.report(), valid, vote.key(), vote.signature());
  }
}
