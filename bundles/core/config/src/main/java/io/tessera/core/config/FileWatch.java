package io.tessera.core.config;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.TimeUnit;

/** Tells when a file has changed, on a thread of its own. */
final class FileWatch implements AutoCloseable {
  private static final long QUIET_MILLIS = 200;

  private final WatchService watcher;
  private final Path name;
  private final Runnable changed;
  private final Thread thread;

  /** Watches the file's folder: editors replace files rather than write to them. */
  FileWatch(Path file, Runnable changed) throws IOException {
    this.changed = changed;
    Path absolute = file.toAbsolutePath();
    this.name = absolute.getFileName();
    this.watcher = FileSystems.getDefault().newWatchService();
    absolute
        .getParent()
        .register(
            watcher, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
    this.thread = new Thread(this::watch, "tessera-config-watch");
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    try {
      while (true) {
        // One save is a burst of events: act when it is over.
        boolean ours = concerns(watcher.take());
        for (WatchKey key = next(); key != null; key = next()) {
          ours |= concerns(key);
        }
        if (ours) {
          changed.run();
        }
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      // Closed: this is how it ends.
    }
  }

  private WatchKey next() throws InterruptedException {
    return watcher.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
  }

  private boolean concerns(WatchKey key) {
    boolean ours = key.pollEvents().stream().anyMatch(event -> name.equals(event.context()));
    key.reset();
    return ours;
  }

  @Override
  public void close() throws IOException {
    watcher.close();
    thread.interrupt();
  }
}
