package io.tessera.core.config;

import io.tessera.net.LiveConfiguration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every key for readers: a Markdown page with a table for each group. */
final class KeyTables {
  private static final String HEAD =
      """
      # Every key of the configuration

      Written by the build from what the components declare (`OSGI-INF/metatype` of each bundle), as `tessera.schema.json` is.
      A key that is *read at start* takes a restart of the node; all others take effect while it runs.
      """;

  private KeyTables() {}

  static String of(Schema schema) {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    schema
        .keys()
        .forEach(
            (path, readers) ->
                groups
                    .computeIfAbsent(Shape.group(path), group -> new ArrayList<>())
                    .add(row(path.getLast(), Attribute.all(readers))));
    StringBuilder page = new StringBuilder(HEAD);
    groups.forEach(
        (group, rows) -> {
          page.append("\n## ").append(title(group)).append("\n\n");
          if (schema.pids().contains(group)) {
            page.append(sentence(schema.metatype(group).description())).append("\n\n");
          }
          page.append("| key | default | allowed | |\n|---|---|---|---|\n");
          rows.forEach(page::append);
        });
    return page.toString();
  }

  private static String title(String group) {
    return switch (group) {
      case LiveConfiguration.TOP -> "At the top of the file";
      case Shape.NETWORK -> "`" + group + "`";
      default -> "`" + group + "`, under `plugins`";
    };
  }

  private static String row(String name, Attribute attribute) {
    return "| `%s` | %s | %s | %s |%n"
        .formatted(
            name,
            attribute.plain().map(value -> "`" + Setting.show(value) + "`").orElse("–"),
            (attribute.list() ? "a list; each " : "") + attribute.allowed(),
            sentence(attribute.description())
                .replace("<", "&lt;")
                .replace("|", "\\|")
                .replace(LiveConfiguration.READ_AT_START.strip(), "*Read at start.*"));
  }

  private static String sentence(String text) {
    return text.isEmpty() || text.endsWith(".") ? text : text + ".";
  }
}
