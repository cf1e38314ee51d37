package io.tessera.operator.telemetry;

import java.util.Optional;

/** What runs while there is somewhere to send to. Plain Java; the container's part is elsewhere. */
final class Telemetry implements AutoCloseable {
  private final Recorder recorder;
  private final StatusSource source;
  private final Watch watch;
  private final Heads heads;
  private final Sender sender;

  /** Whether the node was in sync at the last look; empty before the first. */
  private Optional<Boolean> synced = Optional.empty();

  Telemetry(Recorder recorder, StatusSource source, Heads heads, Sender sender) {
    this.recorder = recorder;
    this.source = source;
    this.heads = heads;
    this.sender = sender;
    watch = new Watch(recorder);
  }

  void start() {
    sender.start();
  }

  Watch watch() {
    return watch;
  }

  Heads heads() {
    return heads;
  }

  /** Looks how things stand: to be called every two seconds, by one thread at a time. */
  void tick() {
    boolean now = source.isSynced();
    if (!synced.equals(Optional.of(now))) {
      synced = Optional.of(now);
      recorder.record(new StatusMessages.SyncStatusChanged(now));
    }
    recorder.record(source.status());
  }

  /** Nothing is sent any more; no thread is left. */
  @Override
  public void close() {
    sender.close();
  }
}
