package io.tessera.operator.shell;

import io.tessera.net.LiveConfiguration;
import io.tessera.net.LiveConfiguration.ConfigKey;
import io.tessera.net.LiveConfiguration.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** {@code tessera:config}: the configuration as it is, and changes of it. */
@Component(
    service = ConfigCommand.class,
    property = {
      "osgi.command.scope=tessera",
      "osgi.command.function=config",
      "osgi.command.function=__config"
    })
@SuppressWarnings("MemberName") // Gogo's own name their completion functions like this.
public final class ConfigCommand {
  private static final String SET = "set";
  private static final String UNSET = "unset";

  private final Diagnosis diagnosis;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile LiveConfiguration configuration;

  /** Called by the component runtime. */
  @Activate
  public ConfigCommand(@Reference Diagnosis diagnosis) {
    this.diagnosis = diagnosis;
  }

  /** The command. */
  @Descriptor(
      "the configuration with defaults and origins; config KEY… shows those that begin like that,"
          + " one key with all there is to say; config set GROUP NAME=VALUE… changes it for good while"
          + " the node runs, config unset GROUP NAME… takes that back. GROUP is network_config, node"
          + " or a component; the elements of a list have commas between. --json for one line of JSON."
          + " Example: config set io.tessera.discovery.mdns enabled=false")
  public String config(CommandSession session, String... words)
      throws CommandException, IOException, InterruptedException {
    Arguments arguments = Arguments.parse("config", List.of("--json"), words);
    boolean json = arguments.has("--json");
    LiveConfiguration live = diagnosis.require(configuration, LiveConfiguration.class);
    List<String> order = arguments.any();
    if (!order.isEmpty() && (order.get(0).equals(SET) || order.get(0).equals(UNSET))) {
      Outcome outcome = change(live, order);
      return json ? JsonText.write(values(outcome)) : "done" + sentence(outcome);
    }
    List<ConfigKey> keys = chosen(live.keys(), order);
    return json
        ? JsonText.write(Map.of("keys", keys.stream().map(ConfigCommand::values).toList()))
        : ConfigText.of(keys, Screen.width(session));
  }

  private static Outcome change(LiveConfiguration live, List<String> order)
      throws CommandException, IOException, InterruptedException {
    boolean set = order.get(0).equals(SET);
    if (order.size() < 3) {
      throw new CommandException(
          "config: give "
              + (set ? "set GROUP NAME=VALUE…" : "unset GROUP NAME…")
              + ", see help config");
    }
    Map<String, Optional<String>> values = new LinkedHashMap<>();
    for (String word : order.subList(2, order.size())) {
      int equals = word.indexOf('=');
      if (set != equals > 0) {
        throw new CommandException(
            "config: '"
                + word
                + (set ? "' has no name and value; give NAME=VALUE" : "' is no name; give NAME"));
      }
      values.put(
          set ? word.substring(0, equals) : word,
          set ? Optional.of(word.substring(equals + 1)) : Optional.empty());
    }
    try {
      return live.change(order.get(1), values);
    } catch (IllegalArgumentException refused) {
      throw new CommandException(refused.getMessage(), refused);
    } catch (IOException failed) {
      throw new CommandException("config: " + failed.getMessage(), failed);
    }
  }

  /** A key is asked for by its beginning: of the group, of the name, or of both with a dot. */
  private static List<ConfigKey> chosen(List<ConfigKey> keys, List<String> beginnings)
      throws CommandException {
    if (beginnings.isEmpty()) {
      return keys;
    }
    List<ConfigKey> chosen = new ArrayList<>();
    for (String beginning : beginnings) {
      List<ConfigKey> found = keys.stream().filter(key -> begins(key, beginning)).toList();
      List<ConfigKey> exact = found.stream().filter(key -> whole(key).equals(beginning)).toList();
      if (found.isEmpty()) {
        throw new CommandException(
            "config: no key begins with '" + beginning + "'; config alone shows all");
      }
      chosen.addAll(exact.isEmpty() ? found : exact);
    }
    return chosen;
  }

  private static boolean begins(ConfigKey key, String text) {
    String bare = text.startsWith("plugins.") ? text.substring("plugins.".length()) : text;
    return whole(key).startsWith(bare) || key.name().startsWith(bare);
  }

  private static String whole(ConfigKey key) {
    return key.group() + "." + key.name();
  }

  private static String sentence(Outcome outcome) {
    String all =
        part("restarted", outcome.restarted())
            + part("modified", outcome.modified())
            + part("started", outcome.started())
            + part("stopped", outcome.stopped());
    return all.isEmpty() ? ": no component has to know" : all;
  }

  private static String part(String what, List<String> components) {
    return components.isEmpty() ? "" : "; " + what + " " + String.join(", ", components);
  }

  private static Map<String, Object> values(Outcome outcome) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("restarted", outcome.restarted());
    values.put("modified", outcome.modified());
    values.put("started", outcome.started());
    values.put("stopped", outcome.stopped());
    return values;
  }

  private static Map<String, Object> values(ConfigKey key) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("group", key.group());
    values.put("name", key.name());
    key.value().ifPresent(value -> values.put("value", value));
    key.standard().ifPresent(value -> values.put("default", value));
    values.put("origin", key.origin());
    values.put("allowed", key.allowed());
    values.put("options", key.options());
    values.put("read_at_start", key.readAtStart());
    values.put("description", key.description());
    return values;
  }

  /**
   * What the Tab key offers.
   *
   * @param words of the line, the command's name first, the one with the cursor last
   */
  public List<String> __config(List<?> words) {
    LiveConfiguration live = configuration;
    if (live == null) {
      return List.of();
    }
    List<String> typed = words.stream().map(String::valueOf).toList();
    String order = typed.size() > 2 ? typed.get(1) : "";
    List<ConfigKey> keys = live.keys();
    SequencedSet<String> offered = new LinkedHashSet<>();
    if (typed.size() > 3 && (order.equals(SET) || order.equals(UNSET))) {
      keys.stream()
          .filter(key -> key.group().equals(typed.get(2)))
          .forEach(key -> offer(offered, key, order.equals(SET)));
      return List.copyOf(offered);
    }
    if (typed.size() < 3) {
      offered.addAll(List.of(SET, UNSET));
    }
    keys.forEach(key -> offered.add(key.group()));
    if (order.isEmpty()) {
      keys.forEach(key -> offered.add(whole(key)));
    }
    return List.copyOf(offered);
  }

  private static void offer(SequencedSet<String> offered, ConfigKey key, boolean value) {
    if (!value) {
      offered.add(key.name());
    } else if (key.options().isEmpty()) {
      offered.add(key.name() + "=");
    } else {
      key.options().forEach(option -> offered.add(key.name() + "=" + option));
    }
  }
}
