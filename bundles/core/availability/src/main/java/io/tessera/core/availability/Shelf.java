package io.tessera.core.availability;

import io.tessera.lib.codec.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory of files of one kind. A file's name says what it is, since which slot it is kept and
 * how long it is, so that a look at the directory tells all there is to know after a crash. A file
 * is written under another name, forced to disk and renamed: it is there whole or not at all. Safe
 * from any thread.
 */
final class Shelf {
  private static final Logger LOG = LoggerFactory.getLogger(Shelf.class);

  /** Name of a file that is being written. */
  private static final String FRESH = ".new";

  private final Path directory;
  private final Quota quota;

  /** Changed under the lock, which is held while the disk works: who only looks does not wait. */
  private final Map<Key, Entry> entries = new ConcurrentHashMap<>();

  private final TreeMap<Long, Map<Key, Entry>> bySlot = new TreeMap<>();
  private long sequence;

  /**
   * What is kept.
   *
   * @param hash an erasure-root or a segment-root
   * @param index of the shard; 0 where there is none
   */
  record Key(Hash hash, int index) {}

  private record Entry(long slot, long size) {}

  /** An empty shelf over a directory, which is made when it is missing. */
  Shelf(Path directory, Quota quota) {
    this.directory = directory;
    this.quota = quota;
  }

  /** Looks what there is; what is not whole is deleted. */
  synchronized void open() throws IOException {
    Files.createDirectories(directory);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        if (!adopt(file)) {
          LOG.warn("{} is not whole, and is deleted", file);
          Files.delete(file);
        }
      }
    }
  }

  private boolean adopt(Path file) throws IOException {
    String[] parts = file.getFileName().toString().split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    try {
      Key key = new Key(Hash.fromHex(parts[0]), Integer.parseInt(parts[1]));
      Entry entry = new Entry(Long.parseLong(parts[2]), Long.parseLong(parts[3]));
      if (!path(key, entry).equals(file)
          || Files.size(file) != entry.size
          || entries.containsKey(key)) {
        return false;
      }
      quota.add(entry.size);
      put(key, entry);
      return true;
    } catch (IllegalArgumentException otherName) {
      return false;
    }
  }

  private Path path(Key key, Entry entry) {
    return directory.resolve(
        key.hash.toHex() + "." + key.index + "." + entry.slot + "." + entry.size);
  }

  private void put(Key key, Entry entry) {
    entries.put(key, entry);
    bySlot.computeIfAbsent(entry.slot, slot -> new HashMap<>()).put(key, entry);
  }

  private void remove(Key key, Entry entry) {
    entries.remove(key);
    unlist(key, entry);
  }

  private void unlist(Key key, Entry entry) {
    Map<Key, Entry> same = bySlot.get(entry.slot);
    same.remove(key);
    if (same.isEmpty()) {
      bySlot.remove(entry.slot);
    }
  }

  /** Whether it is here. */
  boolean holds(Key key) {
    return entries.containsKey(key);
  }

  /**
   * Writes a file; returns when it is safe on disk. What is here already is only kept longer, when
   * the slot is a later one.
   *
   * @param parts the content, one after another
   * @return false when there is no room
   */
  boolean write(Key key, long slot, List<ByteBuffer> parts) throws IOException {
    if (prolong(key, slot)) {
      return true;
    }
    long size = parts.stream().mapToLong(ByteBuffer::remaining).sum();
    if (!quota.take(size)) {
      return false;
    }
    Path fresh = directory.resolve(key.hash.toHex() + "." + next() + FRESH);
    boolean kept = false;
    try {
      try (FileChannel file =
          FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        for (ByteBuffer part : parts) {
          while (part.hasRemaining()) {
            file.write(part);
          }
        }
        file.force(true);
      }
      kept = adopt(key, new Entry(slot, size), fresh);
      return true;
    } finally {
      if (!kept) {
        quota.release(size);
        Files.deleteIfExists(fresh);
      }
    }
  }

  private synchronized long next() {
    return sequence++;
  }

  /** Gives the file its name; false when another thread was quicker. */
  private synchronized boolean adopt(Key key, Entry entry, Path fresh) throws IOException {
    if (entries.containsKey(key)) {
      return false;
    }
    Files.move(fresh, path(key, entry), StandardCopyOption.ATOMIC_MOVE);
    force();
    put(key, entry);
    return true;
  }

  private synchronized boolean prolong(Key key, long slot) throws IOException {
    Entry entry = entries.get(key);
    if (entry != null && slot > entry.slot) {
      Entry later = new Entry(slot, entry.size);
      Files.move(path(key, entry), path(key, later), StandardCopyOption.ATOMIC_MOVE);
      unlist(key, entry);
      put(key, later); // in the place of the other: it is here all the time
    }
    return entry != null;
  }

  /** A name is safe when its directory is. */
  private void force() throws IOException {
    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  /**
   * Opens a file; it can be read until it is closed, even when it is deleted meanwhile. What turns
   * out not to be whole any more is not here from then on: nobody must be told that it is.
   */
  synchronized Optional<StoredFile> find(Key key) throws IOException {
    Entry entry = entries.get(key);
    if (entry == null) {
      return Optional.empty();
    }
    FileChannel channel = open(key, entry);
    if (channel.size() != entry.size) {
      channel.close();
      drop(key, entry);
      throw new IOException(path(key, entry) + " is damaged");
    }
    return Optional.of(new StoredFile(channel, entry.size));
  }

  private FileChannel open(Key key, Entry entry) throws IOException {
    try {
      return FileChannel.open(path(key, entry), StandardOpenOption.READ);
    } catch (NoSuchFileException gone) {
      drop(key, entry);
      throw gone;
    }
  }

  private void drop(Key key, Entry entry) throws IOException {
    Files.deleteIfExists(path(key, entry));
    remove(key, entry);
    quota.release(entry.size);
  }

  /** Deletes what is kept since a slot before this one. */
  synchronized void expire(long before) throws IOException {
    while (!bySlot.isEmpty() && bySlot.firstKey() < before) {
      for (Map.Entry<Key, Entry> old : Map.copyOf(bySlot.firstEntry().getValue()).entrySet()) {
        drop(old.getKey(), old.getValue());
      }
    }
  }

  /** Bytes of all files together. */
  long bytes() {
    return entries.values().stream().mapToLong(Entry::size).sum();
  }

  /** How many files there are; waits for nobody. */
  int count() {
    return entries.size();
  }
}
