package io.tessera.operator.shell;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a swap has done.
 *
 * @param bundle symbolic name
 * @param from the old version
 * @param to the new one
 * @param took from the stop until its components were there again
 * @param work what became of what it was doing
 * @param bundles other bundles that were restarted with it
 * @param active its components that are satisfied now
 * @param waiting why its other components are not
 * @param disturbed components of other bundles that were activated anew or went
 */
record SwapReport(
    String bundle,
    String from,
    String to,
    Duration took,
    Work work,
    List<String> bundles,
    List<String> active,
    List<String> waiting,
    List<String> disturbed) {

  /** For people. */
  String text(int width) {
    Facts facts = new Facts().add("swapped", bundle + " " + from + " → " + to + " in " + seconds());
    work.add(facts);
    if (!bundles.isEmpty()) {
      facts.add("restarted", String.join(", ", bundles));
    }
    facts.add("active", active.isEmpty() ? "no component" : String.join(", ", active));
    waiting.forEach(line -> facts.add("waits", line));
    facts.add(
        "others",
        disturbed.isEmpty()
            ? "no component of another bundle was activated anew"
            : "activated anew or gone: " + String.join(", ", disturbed));
    return facts.text(width);
  }

  private String seconds() {
    return String.format(Locale.ROOT, "%.2f s", took.toMillis() / 1e3);
  }

  /** For programs. */
  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("bundle", bundle);
    values.put("from", from);
    values.put("to", to);
    values.put("seconds", took.toMillis() / 1e3);
    values.putAll(work.values());
    values.put("restarted", bundles);
    values.put("active", active);
    values.put("waiting", waiting);
    values.put("disturbed", disturbed);
    return values;
  }
}
