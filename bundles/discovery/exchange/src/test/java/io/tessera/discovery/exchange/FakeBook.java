package io.tessera.discovery.exchange;

import io.tessera.net.PeerBook;
import io.tessera.net.PeerRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A book that says what the test wants and remembers what it was offered. */
final class FakeBook implements PeerBook {
  final List<PeerRecord> offered = new CopyOnWriteArrayList<>();
  final List<PeerRecord> reachable = new CopyOnWriteArrayList<>();
  volatile Optional<PeerRecord> own = Optional.empty();
  volatile Function<PeerRecord, Verdict> verdict = record -> Verdict.NEW;

  @Override
  public Optional<PeerRecord> own() {
    return own;
  }

  @Override
  public Verdict offer(PeerRecord record, String source) {
    if (!source.equals("exchange")) {
      throw new AssertionError(source);
    }
    offered.add(record);
    return verdict.apply(record);
  }

  @Override
  public List<PeerRecord> reachable(int max) {
    return reachable.subList(0, Math.min(max, reachable.size()));
  }

  @Override
  public boolean takesPrivate() {
    return true;
  }

  @Override
  public List<Entry> entries() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<Verdict, Long> verdicts() {
    throw new UnsupportedOperationException();
  }
}
