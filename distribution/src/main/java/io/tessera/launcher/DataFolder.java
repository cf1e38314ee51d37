package io.tessera.launcher;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether a data directory can be used, found out before the log is opened in it: what is wrong is
 * said in one line then.
 */
final class DataFolder {
  private DataFolder() {}

  /** Makes it, with the folder of its log, and checks that both can be written. */
  static void prepare(Path data) throws IOException {
    check(data);
    check(data.resolve("logs"));
    Path log = data.resolve("logs").resolve("tessera.log");
    if (Files.exists(log) && !Files.isWritable(log)) {
      throw unusable(data, log + ": permission denied");
    }
  }

  /** Makes it, and checks that it can be written. */
  static void check(Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException file) {
      throw unusable(folder, file.getFile() + ": is no directory");
    } catch (IOException failure) {
      throw unusable(folder, Cause.words(failure));
    }
    if (!Files.isWritable(folder)) {
      throw unusable(folder, "permission denied");
    }
  }

  private static IOException unusable(Path folder, String why) {
    return new IOException(
        "the data directory '"
            + folder
            + "' cannot be used: "
            + why
            + "; see to it that '"
            + System.getProperty("user.name")
            + "' may write there, or choose another directory with --data");
  }
}
