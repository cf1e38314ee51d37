package io.tessera.embed;

import io.tessera.launcher.DataPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What {@link Tessera#launch} needs to know. Relative paths within the configuration file start
 * from the folder that it lies in.
 *
 * @param file the node's configuration file, as in {@code configs/}
 * @param data the data directory; created when it is missing
 * @param home the distribution's folder, the one with {@code bundles/}
 */
public record NodeConfig(Path file, Path data, Path home) {
  /** System property that names the distribution's folder. */
  public static final String HOME = "tessera.home";

  private static final String DEFAULT_DATA = "data";

  /** Makes the paths absolute. */
  public NodeConfig {
    file = file.toAbsolutePath().normalize();
    data = data.toAbsolutePath().normalize();
    home = home.toAbsolutePath().normalize();
  }

  /**
   * The node that a configuration file describes. Its data directory is the file's {@code
   * data_path}, or {@code data}; the distribution's folder is the system property {@value #HOME}.
   * What else stands in the file is checked when the node is launched.
   *
   * @throws IOException when the file cannot be read, or the property is not set
   */
  public static NodeConfig fromFile(Path file) throws IOException {
    Path absolute = file.toAbsolutePath().normalize();
    if (!Files.isReadable(absolute)) {
      throw new IOException("there is no configuration file " + absolute + " that can be read");
    }
    String home = System.getProperty(HOME);
    if (home == null) {
      throw new IOException(
          "where Tessera is installed is not known: set the system property "
              + HOME
              + " to the folder that holds bundles/, or use NodeConfig's constructor");
    }
    String data = DataPath.find(absolute).orElse(DEFAULT_DATA);
    return new NodeConfig(absolute, absolute.resolveSibling(data), Path.of(home));
  }
}
