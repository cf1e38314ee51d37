package io.tessera.core.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One value that a component reads, as its metatype declares it.
 *
 * @param pid the component's persistent identity
 * @param id the attribute's id, which says where in the file it stands
 * @param type of the value, or of a list's elements
 * @param list whether there may be several
 * @param defaults what holds when the file says nothing; empty for no value
 * @param min least value
 * @param max greatest value
 * @param options the values allowed; empty for any
 */
record Attribute(
    String pid,
    String id,
    ValueType type,
    boolean list,
    List<String> defaults,
    Optional<BigDecimal> min,
    Optional<BigDecimal> max,
    List<String> options) {

  private static final String NETWORK = "network_config.";
  private static final String NODE = "node.";

  /** Where in the file it stands. */
  List<String> path() {
    if (id.startsWith(NETWORK)) {
      return List.of("network_config", id.substring(NETWORK.length()));
    }
    if (id.startsWith(NODE)) {
      return List.of(id.substring(NODE.length()));
    }
    return List.of("plugins", pid, id);
  }

  /** The setting as Configuration Admin takes it. */
  Object accept(Setting setting) throws ConfigException {
    if (!list) {
      return one(setting, setting.value());
    }
    if (!(setting.value() instanceof List<?> values)) {
      throw setting.wrong("must be a list, [ ... ], of which each is " + allowed());
    }
    List<Object> converted = new ArrayList<>();
    for (Object value : values) {
      converted.add(one(setting, value));
    }
    return type.array(converted);
  }

  private Object one(Setting setting, Object value) throws ConfigException {
    try {
      Object converted = type.convert(value);
      if (fits(converted)) {
        return converted;
      }
    } catch (ArithmeticException | IllegalArgumentException e) {
      // Of another kind, or too great for the type: the answer is the same.
    }
    throw setting.wrong("must be " + allowed());
  }

  private boolean fits(Object value) {
    if (value instanceof Number number) {
      BigDecimal exact = new BigDecimal(number.toString());
      if (min.filter(least -> exact.compareTo(least) < 0).isPresent()
          || max.filter(most -> exact.compareTo(most) > 0).isPresent()) {
        return false;
      }
    }
    return options.isEmpty() || options.contains(value.toString());
  }

  /** What is allowed, for people. */
  String allowed() {
    if (!options.isEmpty()) {
      return (options.size() == 1 ? "" : "one of ") + String.join(", ", options);
    }
    if (min.isPresent() && max.isPresent()) {
      return type.shown() + " from " + min.get() + " to " + max.get();
    }
    if (min.isPresent()) {
      return type.shown() + ", at least " + min.get();
    }
    return type.shown() + max.map(most -> ", at most " + most).orElse("");
  }

  /** The default as Configuration Admin takes it; empty when there is none. */
  Optional<Object> standard() {
    List<Object> values = new ArrayList<>();
    defaults.forEach(text -> values.add(type.parse(text)));
    if (list) {
      return Optional.of(type.array(values));
    }
    return values.stream().findFirst();
  }
}
