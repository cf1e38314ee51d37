package io.tessera.core.config;

import io.tessera.net.LiveConfiguration;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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
 * @param title a few words for people; may be empty
 * @param description what it is for; may be empty
 */
record Attribute(
    String pid,
    String id,
    ValueType type,
    boolean list,
    List<String> defaults,
    Optional<BigDecimal> min,
    Optional<BigDecimal> max,
    List<String> options,
    String title,
    String description) {

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

  /** Whether a change takes a restart of the node. */
  boolean readAtStart() {
    return description.endsWith(LiveConfiguration.READ_AT_START);
  }

  /** The same of a component. */
  Attribute of(String component) {
    return new Attribute(
        component, id, type, list, defaults, min, max, options, title, description);
  }

  /**
   * What somebody typed, as the file would say it; what is of another type stays text, which {@link
   * #accept} refuses then.
   */
  Object typed(String text) {
    return list ? MetatypeXml.split(text).stream().map(type::typed).toList() : type.typed(text);
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

  /** The default as the file would say it; empty when there is none. */
  Optional<Object> plain() {
    List<Object> values = defaults.stream().map(type::typed).toList();
    return list ? Optional.of(values) : values.stream().findFirst();
  }

  /** What holds, as the file says it: the setting, or else the default. */
  Optional<Object> value(Settings settings) {
    return settings.at(path()).map(Setting::value).or(this::plain);
  }

  /**
   * What several readers of one key make of it together: each must be content. The first that says
   * what it is for, is believed.
   */
  static Attribute all(List<Attribute> readers) {
    Attribute first = readers.getFirst();
    Attribute told =
        readers.stream().filter(it -> !it.description.isEmpty()).findFirst().orElse(first);
    boolean once = readers.stream().anyMatch(Attribute::readAtStart) && !told.readAtStart();
    return new Attribute(
        first.pid,
        first.id,
        first.type,
        first.list,
        some(readers, Attribute::defaults),
        readers.stream().flatMap(it -> it.min.stream()).max(Comparator.naturalOrder()),
        readers.stream().flatMap(it -> it.max.stream()).min(Comparator.naturalOrder()),
        some(readers, Attribute::options).stream()
            .filter(
                o ->
                    readers.stream().allMatch(it -> it.options.isEmpty() || it.options.contains(o)))
            .toList(),
        told.title,
        told.description + (once ? LiveConfiguration.READ_AT_START : ""));
  }

  private static List<String> some(
      List<Attribute> readers, Function<Attribute, List<String>> part) {
    return readers.stream().map(part).filter(it -> !it.isEmpty()).findFirst().orElse(List.of());
  }
}
