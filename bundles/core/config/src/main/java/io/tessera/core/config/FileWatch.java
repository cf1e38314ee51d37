package io.tessera.core.config;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when a file has changed, come or gone, on a thread of its own. It looks at the folder's
 * events, and every two seconds at the file itself: a link's target, or a folder that was replaced,
 * make no events.
 */
final class FileWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);
  private static final long LOOK_MILLIS = 2_000;
  private static final long QUIET_MILLIS = 200;
  private static final long PATIENCE_MILLIS = 10_000;

  private final Path file;
  private final Runnable changed;
  private final long lookMillis;
  private final long quietMillis;
  private final Thread thread;
  private Optional<WatchService> watcher = Optional.empty();
  private WatchKey registered;
  private Stamp seen;

  /** What is different when a file is another one. */
  private record Stamp(boolean readable, Object key, long size, long modified) {
    static final Stamp NONE = new Stamp(false, "", 0, 0);

    static Stamp of(Path file) {
      try {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(
            Files.isReadable(file),
            now.isDirectory() + " " + now.fileKey(),
            now.size(),
            now.lastModifiedTime().to(TimeUnit.NANOSECONDS));
      } catch (IOException e) {
        return NONE; // it is not there
      }
    }
  }

  /** What the file is like from now on, it is compared with, once {@link #start} is called. */
  FileWatch(Path file, Runnable changed) {
    this(file, changed, LOOK_MILLIS, QUIET_MILLIS);
  }

  FileWatch(Path file, Runnable changed, long lookMillis, long quietMillis) {
    this.lookMillis = lookMillis;
    this.quietMillis = quietMillis;
    this.file = file.toAbsolutePath();
    this.changed = changed;
    seen = Stamp.of(this.file);
    try {
      watcher = Optional.of(this.file.getFileSystem().newWatchService());
    } catch (IOException e) {
      LOG.debug("{} is looked at every two seconds only: {}", file, e.toString());
    }
    register();
    thread = new Thread(this::watch, "tessera-config-watch");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Editors replace files rather than write to them; the folder may be gone, and come back. */
  private void register() {
    if (watcher.isEmpty() || (registered != null && registered.isValid())) {
      return;
    }
    try {
      registered =
          file.getParent()
              .register(
                  watcher.get(),
                  StandardWatchEventKinds.ENTRY_CREATE,
                  StandardWatchEventKinds.ENTRY_MODIFY,
                  StandardWatchEventKinds.ENTRY_DELETE);
    } catch (IOException e) {
      registered = null; // the look at the file goes on
    }
  }

  private void watch() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        boolean ours = events();
        Stamp now = Stamp.of(file);
        if (ours || !now.equals(seen)) {
          seen = now;
          changed.run();
        }
        register();
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      // Closed: this is how it ends.
    }
  }

  /** One save is a burst of events: over when there are none for a while. */
  private boolean events() throws InterruptedException {
    if (watcher.isEmpty()) {
      Thread.sleep(lookMillis);
      return false;
    }
    boolean ours = false;
    WatchKey key = watcher.get().poll(lookMillis, TimeUnit.MILLISECONDS);
    for (; key != null; key = watcher.get().poll(quietMillis, TimeUnit.MILLISECONDS)) {
      ours |=
          key.pollEvents().stream().anyMatch(event -> file.getFileName().equals(event.context()));
      key.reset();
    }
    return ours;
  }

  /** Waits until a change that is being told is done with. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      if (watcher.isPresent()) {
        watcher.get().close();
      }
      thread.join(PATIENCE_MILLIS);
    } catch (IOException e) {
      LOG.debug("The watch on {} does not close: {}", file, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
