package io.tessera.operator.shell;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Why something is not there.
 *
 * @param subject the component or bundle; empty when nobody in particular
 * @param what what is the matter with it, with the remedy where it is the root of the matter
 * @param off whether it is meant to be so: the configuration leaves it out
 * @param because what it waits for in turn; empty for a root
 */
record Cause(String subject, String what, boolean off, List<Cause> because) {

  Cause(String subject, String what, List<Cause> because) {
    this(subject, what, false, because);
  }

  /** One whose remedy is known, or that is at the end of what can be found out. */
  static Cause root(String subject, String what) {
    return new Cause(subject, what, List.of());
  }

  /** In one line, by the first reason of each. */
  String line() {
    return because.isEmpty() ? sentence() : sentence() + ": " + because.getFirst().line();
  }

  /** What is the matter, without the reason. */
  String sentence() {
    return subject.isEmpty() ? what : subject + " " + what;
  }

  /** The ends of all chains. */
  Stream<Cause> roots() {
    return because.isEmpty() ? Stream.of(this) : because.stream().flatMap(Cause::roots);
  }

  /** In lines, each reason below what it is the reason of, and two characters further in. */
  List<String> tree() {
    List<String> lines = new ArrayList<>(List.of(sentence()));
    because.forEach(each -> each.tree().forEach(line -> lines.add("  " + line)));
    return lines;
  }

  /** For programs. */
  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("subject", subject);
    values.put("what", what);
    values.put("off", off);
    values.put("because", because.stream().map(Cause::values).toList());
    return values;
  }
}
