package io.tessera.operator.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Names and values, one below the other. */
final class Facts {
  private record Fact(String name, String value) {}

  private final List<Fact> facts = new ArrayList<>();

  /** Appends a line; a name may come more than once. */
  Facts add(String name, Object value) {
    facts.add(new Fact(name, String.valueOf(value)));
    return this;
  }

  /** The lines; values begin below each other, and go on there where they are too long. */
  String text(int width) {
    int names = facts.stream().mapToInt(fact -> fact.name().length()).max().orElse(0) + 2;
    return facts.stream()
        .map(
            fact ->
                fact.name()
                    + " ".repeat(names - fact.name().length())
                    + Wrap.text(fact.value(), width, names))
        .collect(Collectors.joining("\n"));
  }
}
