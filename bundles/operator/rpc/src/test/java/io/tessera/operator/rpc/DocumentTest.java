package io.tessera.operator.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What docs/operations.md says of the RPC is what there is. */
class DocumentTest {
  private static final Path ROOT = Path.of(System.getProperty("tessera.root"));

  private static String section() throws Exception {
    String all = Files.readString(ROOT.resolve("docs/operations.md"));
    int start = all.indexOf("## RPC\n");
    return all.substring(start, all.indexOf("\n## ", start));
  }

  @Test
  void theTableHasAllMethodsAndNoOthers() throws Exception {
    TreeSet<String> documented =
        Pattern.compile("^\\|(.*?)\\|", Pattern.MULTILINE)
            .matcher(section())
            .results()
            .flatMap(row -> Pattern.compile("`(\\w+\\(.*?\\))`").matcher(row.group(1)).results())
            .map(method -> method.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    try (Bed bed = new Bed()) {
      TreeSet<String> there =
          bed.methods.values().stream()
              .filter(method -> !method.name().startsWith("unsubscribe"))
              .map(it -> it.name() + "(" + String.join(", ", it.parameters()) + ")")
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(there, documented);
      List<String> ends =
          bed.methods.keySet().stream().filter(name -> name.startsWith("unsub")).toList();
      assertEquals(
          there.stream().filter(name -> name.startsWith("subscribe")).count(), ends.size());
    }
  }

  /** Keys as the file has them, with their defaults. */
  @Test
  void theTableHasAllKeysAndTheirDefaults() throws Exception {
    String section = section();
    for (java.lang.reflect.Method attribute : RpcConfig.class.getDeclaredMethods()) {
      String key = "`" + attribute.getName().replace("__", "_") + "`";
      String shown = shown(key, attribute.getDefaultValue());
      assertTrue(section.contains(shown), shown);
    }
  }

  private static String shown(String key, Object standard) {
    if (standard instanceof Boolean enabled) {
      return "\"enabled\": " + !enabled;
    }
    if (standard instanceof String[] none) {
      assertEquals(0, none.length);
      return key + " (none)";
    }
    if (standard instanceof String text) {
      return key + " (`" + text + "`)";
    }
    return key + (standard.equals(8 << 20) ? " (8 MiB)" : " (" + standard + ")");
  }
}
