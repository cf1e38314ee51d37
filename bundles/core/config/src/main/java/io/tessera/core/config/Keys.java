package io.tessera.core.config;

import io.tessera.net.LiveConfiguration;
import io.tessera.net.LiveConfiguration.ConfigKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every key for people, with its value and origin. */
final class Keys {
  private Keys() {}

  static List<ConfigKey> of(Schema schema, Settings settings) {
    List<ConfigKey> keys = new ArrayList<>();
    for (Map.Entry<List<String>, List<Attribute>> each : schema.keys().entrySet()) {
      Optional<Setting> setting = settings.at(each.getKey());
      if (setting.isPresent() || !each.getKey().getFirst().equals(Shape.SCHEMA)) {
        keys.add(key(each.getKey(), Attribute.all(each.getValue()), setting));
      }
    }
    for (Setting setting : settings.all()) {
      if (!schema.keys().containsKey(setting.path())) {
        keys.add(waiting(setting));
      }
    }
    keys.sort(Comparator.comparing(key -> rank(key.group())));
    return keys;
  }

  /** The keys of a group stand together: the file's shape first, then component by component. */
  private static String rank(String group) {
    return switch (group) {
      case LiveConfiguration.TOP -> "";
      case Shape.NETWORK -> " ";
      default -> group;
    };
  }

  private static ConfigKey key(List<String> path, Attribute reader, Optional<Setting> setting) {
    return new ConfigKey(
        Shape.group(path),
        path.getLast(),
        setting.map(Setting::value).or(reader::plain),
        reader.plain(),
        setting.map(Setting::origin).orElse(Setting.DEFAULT),
        (reader.list() ? "a list, of which each is " : "") + reader.allowed(),
        reader.options().isEmpty() && reader.type() == ValueType.BOOLEAN
            ? List.of("true", "false")
            : reader.options(),
        reader.readAtStart(),
        reader.description());
  }

  /** Of a plugin that is not installed, so that nobody knows what it may be. */
  private static ConfigKey waiting(Setting setting) {
    return new ConfigKey(
        Shape.group(setting.path()),
        String.join(".", setting.path().subList(2, setting.path().size())),
        Optional.of(setting.value()),
        Optional.empty(),
        setting.origin(),
        "anything: no such plugin is installed now",
        List.of(),
        false,
        "");
  }
}
