package io.tessera.operator.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the Prometheus text format (version 0.0.4) and is strict: what the format's description
 * only advises must be so too.
 */
final class TextFormat {
  private static final Pattern HELP =
      Pattern.compile("# HELP ([a-z_][a-z0-9_]*) ((?:[^\\\\]|\\\\\\\\|\\\\n)+)");
  private static final Pattern TYPE =
      Pattern.compile("# TYPE ([a-z_][a-z0-9_]*) (counter|gauge|histogram)");
  private static final Pattern SAMPLE =
      Pattern.compile("([a-z_][a-z0-9_]*)(?:\\{(.*)})? (NaN|[+-]Inf|[-+]?[0-9.]+(?:E-?[0-9]+)?)");
  private static final Pattern LABEL =
      Pattern.compile("([a-z_][a-z0-9_]*)=\"((?:[^\\\\\"]|\\\\\\\\|\\\\\"|\\\\n)*)\"(,|$)");

  /** A family with its samples, by their names and labels. */
  record Family(String name, String type, Map<String, Double> samples) {}

  private final Map<String, Family> families = new TreeMap<>();
  private final Map<String, Set<String>> values = new HashMap<>();
  private Family current;
  private String helped = "";

  private TextFormat() {}

  /**
   * Reads.
   *
   * @throws IllegalArgumentException with the line that is not as it must be
   */
  static TextFormat read(String text) {
    if (!text.endsWith("\n")) {
      throw new IllegalArgumentException("the last line does not end");
    }
    TextFormat result = new TextFormat();
    for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
      try {
        result.line(line);
      } catch (IllegalArgumentException wrong) {
        throw new IllegalArgumentException(wrong.getMessage() + ": " + line, wrong);
      }
    }
    result.families.values().stream()
        .filter(family -> family.type().equals("histogram"))
        .forEach(TextFormat::checkHistogram);
    return result;
  }

  private void line(String line) {
    Matcher help = HELP.matcher(line);
    Matcher type = TYPE.matcher(line);
    if (help.matches()) {
      helped = help.group(1);
    } else if (type.matches()) {
      begin(type.group(1), type.group(2));
    } else {
      sample(line);
    }
  }

  private void begin(String name, String type) {
    check(helped.equals(name), "no help before the type");
    check(type.equals("counter") == name.endsWith("_total"), "_total is for counters, and all");
    current = new Family(name, type, new LinkedHashMap<>());
    check(families.put(name, current) == null, "the family was there before");
  }

  private void sample(String line) {
    Matcher sample = SAMPLE.matcher(line);
    check(sample.matches(), "neither a comment nor a sample");
    String name = sample.group(1);
    check(current != null && belongs(name), "a sample of another family");
    Map<String, String> labels = labels(sample.group(2) == null ? "" : sample.group(2));
    double value = Double.parseDouble(sample.group(3).replace("Inf", "Infinity"));
    check(current.type().equals("gauge") || value >= 0, "a count below zero");
    check(current.samples().put(name + labels, value) == null, "a sample twice");
    labels.forEach((key, text) -> values.computeIfAbsent(key, k -> new HashSet<>()).add(text));
  }

  private boolean belongs(String name) {
    return current.type().equals("histogram")
        ? List.of("_bucket", "_sum", "_count").contains(name.replace(current.name(), ""))
        : name.equals(current.name());
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new TreeMap<>();
    Matcher label = LABEL.matcher(text);
    int at = 0;
    while (at < text.length()) {
      check(label.find(at) && label.start() == at, "labels");
      check(labels.put(label.group(1), label.group(2)) == null, "a label twice");
      at = label.end();
    }
    return labels;
  }

  /** Buckets grow up to +Inf, which has all. */
  private static void checkHistogram(Family family) {
    Map<String, List<Double>> buckets = new LinkedHashMap<>();
    Map<String, Double> counts = new HashMap<>();
    family
        .samples()
        .forEach(
            (key, value) -> {
              String of = key.replaceFirst("le=[^,}]*(, )?", "").replaceFirst("(, )?}", "}");
              if (key.contains("_bucket")) {
                buckets
                    .computeIfAbsent(of.replace("_bucket", ""), k -> new ArrayList<>())
                    .add(value);
              } else if (key.contains("_count")) {
                counts.put(of.replace("_count", ""), value);
              }
            });
    check(buckets.keySet().equals(counts.keySet()), "buckets without a count " + family.name());
    buckets.forEach(
        (of, each) -> {
          check(each.equals(each.stream().sorted().toList()), "buckets that shrink " + of);
          check(each.getLast().equals(counts.get(of)), "a count that is another " + of);
        });
  }

  private static void check(boolean right, String what) {
    if (!right) {
      throw new IllegalArgumentException(what);
    }
  }

  Map<String, Family> families() {
    return families;
  }

  /** A sample, by its name and its labels as {@code {a=x, b=y}}. */
  double value(String family, String sample) {
    return families.get(family).samples().get(sample);
  }

  /** The values of a label in all families. */
  Set<String> values(String label) {
    return values.getOrDefault(label, Set.of());
  }
}
