package io.tessera.testing.testkit;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.SegmentRootLookup;
import io.tessera.lib.codec.block.WorkPackage;
import io.tessera.work.PackageListener;
import io.tessera.work.PackagePool;
import io.tessera.work.RefusedException;
import io.tessera.work.Submission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Takes every package, unless a test says what not; notes the calls. Safe from any thread. */
public final class RecordingPackagePool implements PackagePool {
  private volatile String unwanted = "";
  private volatile Thread last;
  private volatile RefusedException refusal = RefusedException.now("test");
  private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

  /**
   * From now on does not take one thing.
   *
   * @param method {@code reserve}, {@code extrinsic}, {@code segment} or {@code proof}
   * @param why what that throws
   */
  public void refuse(String method, RefusedException why) {
    refusal = why;
    unwanted = method;
  }

  /** Gives up what was reserved last, as a pool does when a package's data comes too slowly. */
  public void giveUp() {
    last.interrupt();
  }

  /** The calls up to the one that gives the room back; waits for it. */
  public List<String> calls() throws InterruptedException {
    List<String> all = new ArrayList<>();
    do {
      all.add(next());
    } while (!all.getLast().equals("close"));
    return all;
  }

  /** The next call; waits for it. */
  public String next() throws InterruptedException {
    String next = calls.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing is called");
    }
    return next;
  }

  private void note(String method, Object what) throws RefusedException {
    calls.add(method + " " + what);
    if (method.equals(unwanted)) {
      throw refusal;
    }
  }

  @Override
  public Reservation reserve(
      PeerId builder, int core, WorkPackage workPackage, Optional<List<SegmentRootLookup>> mappings)
      throws RefusedException {
    last = Thread.currentThread();
    note(
        "reserve",
        builder.shortName()
            + " "
            + core
            + " "
            + Bytes.wrap(WorkPackage.CODEC.encode(workPackage))
            + mappings.map(roots -> " " + roots.size()).orElse(""));
    return new Room();
  }

  private final class Room implements Reservation {
    @Override
    public void extrinsic(Bytes blob) throws RefusedException {
      note("extrinsic", blob);
    }

    @Override
    public void segment(Bytes segment) throws RefusedException {
      note("segment", segment.toShortHex());
    }

    @Override
    public void proof(List<Hash> path) throws RefusedException {
      note("proof", path);
    }

    @Override
    public void submit() {
      calls.add("submit");
    }

    @Override
    public void close() {
      calls.add("close");
    }
  }

  @Override
  public List<Submission> held() {
    return List.of();
  }

  @Override
  public void remove(Hash workPackage) {}

  @Override
  public void addListener(PackageListener listener) {}

  @Override
  public void removeListener(PackageListener listener) {}
}
