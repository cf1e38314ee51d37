package io.tessera.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Prints the help texts, which lie beside this class, and the version. */
final class Help {
  private Help() {}

  static int print(List<String> topic) throws IOException, UsageException {
    String name = topic.isEmpty() ? "tessera" : topic.get(0);
    try (InputStream text =
        name.matches("[a-z]+") ? Help.class.getResourceAsStream("help/" + name + ".txt") : null) {
      if (text == null) {
        throw new UsageException("there is no help on '" + name + "'; see ./tessera --help");
      }
      System.out.print(new String(text.readAllBytes(), StandardCharsets.UTF_8));
    }
    return 0;
  }

  static int version() {
    String version = Help.class.getPackage().getImplementationVersion();
    System.out.println(
        "tessera "
            + (version == null ? "(from classes)" : version)
            + ", Java "
            + Runtime.version().feature());
    return 0;
  }
}
