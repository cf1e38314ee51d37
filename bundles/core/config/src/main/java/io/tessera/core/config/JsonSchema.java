package io.tessera.core.config;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The configuration file's JSON schema (draft 2020-12), for editors: what {@link Schema} checks, as
 * far as a schema can say it. It cannot say what a peer address is.
 */
final class JsonSchema {
  private static final String VALUE = "value";
  private static final String PLUGIN = "plugin";

  private final Schema schema;

  private JsonSchema(Schema schema) {
    this.schema = schema;
  }

  /** Maps, lists, strings, numbers and booleans. */
  static Map<String, Object> of(Schema schema) {
    return new JsonSchema(schema).document();
  }

  private Map<String, Object> document() {
    Map<String, Object> top = properties(List.of());
    top.put(
        Shape.NETWORK,
        object("Network", "Peers and sync.", properties(List.of(Shape.NETWORK)), false));
    Map<String, Object> plugins = new TreeMap<>();
    for (String pid : schema.pids()) {
      Metatype metatype = schema.metatype(pid);
      plugins.put(
          pid,
          object(
              metatype.title(),
              metatype.description(),
              properties(List.of(Shape.PLUGINS, pid)),
              false));
    }
    top.put(
        Shape.PLUGINS,
        object("Plugins", "Settings of single components, by name.", plugins, reference(PLUGIN)));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    document.putAll(object("Tessera", "Configuration of a Tessera node.", top, false));
    document.put("$defs", definitions());
    return document;
  }

  /** The keys right beneath a path. */
  private Map<String, Object> properties(List<String> parent) {
    Map<String, Object> properties = new LinkedHashMap<>();
    schema
        .keys()
        .forEach(
            (path, readers) -> {
              if (path.subList(0, path.size() - 1).equals(parent)) {
                properties.put(path.getLast(), property(path, Attribute.all(readers)));
              }
            });
    return properties;
  }

  private static Map<String, Object> property(List<String> path, Attribute attribute) {
    Map<String, Object> property = new LinkedHashMap<>();
    put(property, "title", attribute.title());
    put(property, "description", attribute.description());
    Map<String, Object> one = one(attribute);
    if (attribute.list()) {
      property.put("type", "array");
      property.put("items", one);
    } else {
      property.putAll(one);
    }
    Pattern pattern = Shape.PATTERNS.get(path);
    if (pattern != null) {
      property.put("pattern", pattern.pattern());
    }
    attribute.plain().ifPresent(value -> property.put("default", value));
    return property;
  }

  private static Map<String, Object> one(Attribute attribute) {
    ValueType type = attribute.type();
    Map<String, Object> one = new LinkedHashMap<>();
    one.put(
        "type",
        type == ValueType.BOOLEAN
            ? "boolean"
            : type.whole() ? "integer" : type.number() ? "number" : "string");
    if (type == ValueType.CHARACTER) {
      one.put("minLength", 1);
      one.put("maxLength", 1);
    }
    if (type.number()) {
      Optional<BigDecimal> least =
          type.whole() ? Optional.of(BigDecimal.valueOf(type.least())) : Optional.empty();
      Optional<BigDecimal> greatest =
          type.whole() ? Optional.of(BigDecimal.valueOf(type.greatest())) : Optional.empty();
      attribute.min().or(() -> least).ifPresent(min -> one.put("minimum", min));
      attribute.max().or(() -> greatest).ifPresent(max -> one.put("maximum", max));
    }
    if (!attribute.options().isEmpty()) {
      one.put("enum", attribute.options().stream().map(type::typed).toList());
    }
    return one;
  }

  private static Map<String, Object> object(
      String title, String description, Map<String, Object> properties, Object others) {
    Map<String, Object> object = new LinkedHashMap<>();
    put(object, "title", title);
    put(object, "description", description);
    object.put("type", "object");
    object.put("properties", properties);
    object.put("additionalProperties", others);
    return object;
  }

  private static void put(Map<String, Object> object, String key, String text) {
    if (!text.isEmpty()) {
      object.put(key, text);
    }
  }

  /** Of a plugin that is not installed anything is accepted that a file may hold at all. */
  private static Map<String, Object> definitions() {
    Map<String, Object> plain = Map.of("type", List.of("string", "number", "boolean"));
    Map<String, Object> list = new TreeMap<>(Map.of("type", "array", "items", plain));
    Map<String, Object> definitions = new LinkedHashMap<>();
    definitions.put(VALUE, Map.of("anyOf", List.of(plain, list, reference(PLUGIN))));
    definitions.put(
        PLUGIN, object("Plugin", "Of one that is not installed now.", Map.of(), reference(VALUE)));
    return definitions;
  }

  private static Map<String, Object> reference(String definition) {
    return Map.of("$ref", "#/$defs/" + definition);
  }
}
