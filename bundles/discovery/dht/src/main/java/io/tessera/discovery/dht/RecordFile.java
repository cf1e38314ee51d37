package io.tessera.discovery.dht;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.ethereum.beacon.discovery.schema.NodeRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table on disk: node records in their text form, one a line, this node's own first. */
final class RecordFile {
  /** Name of the file in the data directory. */
  static final String NAME = "dht.records";

  /** Most records that are written and read. */
  static final int MOST = 256;

  private static final long MOST_BYTES = (long) MOST * (Records.MAX_TEXT + 1);
  private static final Logger LOG = LoggerFactory.getLogger(RecordFile.class);

  private final Path file;

  /** In a data directory. */
  RecordFile(Path directory) {
    file = directory.resolve(NAME);
  }

  /**
   * What was written last; nothing when there is no file. A line or a file that is damaged is left
   * out with a warning: the table can be found again.
   */
  List<NodeRecord> read() {
    List<NodeRecord> records = new ArrayList<>();
    try {
      if (!Files.exists(file)) {
        return records;
      }
      if (Files.size(file) > MOST_BYTES) {
        LOG.warn("{} is too large for {} node records and is left out", file, MOST);
        return records;
      }
      for (String line : Files.readAllLines(file)) {
        add(line, records);
      }
    } catch (IOException e) {
      LOG.warn("{} cannot be read and is left out: {}", file, e.toString());
    }
    return records;
  }

  private void add(String line, List<NodeRecord> records) {
    try {
      records.add(Records.parse(line));
    } catch (IllegalArgumentException damaged) {
      LOG.warn("{}: a node record is left out: {}", file, damaged.getMessage());
    }
  }

  /** Replaces the file, whole or not at all; a failure is logged, the node goes on without it. */
  void write(List<NodeRecord> records) {
    Path fresh = file.resolveSibling(NAME + ".new");
    try {
      Files.createDirectories(file.getParent());
      Files.write(fresh, records.stream().limit(MOST).map(NodeRecord::asEnr).toList());
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("{} cannot be written, look at its disk and permissions: {}", file, e.toString());
    }
  }
}
