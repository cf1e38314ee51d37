package io.tessera.operator.shell;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code tessera:help}: the commands of scope {@code tessera}, those of plugins too. */
@Component(
    service = HelpCommand.class,
    property = {"osgi.command.scope=tessera", "osgi.command.function=help"})
public final class HelpCommand {
  private static final String EXAMPLE = " Example: ";
  private static final int NAMES = 12;

  private final Commands commands;

  /** Called by the component runtime. */
  @Activate
  public HelpCommand(@Reference Commands commands) {
    this.commands = commands;
  }

  /** The command. */
  @Descriptor(
      "the commands, or what one of them does. --json for one line of JSON. Example: help peers")
  public String help(CommandSession session, String... words) throws CommandException, IOException {
    Arguments arguments = Arguments.parse("help", List.of("--json"), words);
    String wanted = arguments.atMostOne("command").orElse("").replaceFirst("^tessera:", "");
    Map<String, String> all = commands.descriptions();
    if (wanted.isEmpty()) {
      return View.of(width -> list(all, width), () -> values(all)).show(session, arguments);
    }
    String text = all.get(wanted);
    if (text == null) {
      throw new CommandException(
          "help: no command '" + wanted + "'" + Nearest.hint(wanted, all.keySet()));
    }
    return View.of(width -> one(wanted, text, width), () -> values(wanted, text))
        .show(session, arguments);
  }

  private static String list(Map<String, String> all, int width) {
    StringBuilder list = new StringBuilder();
    all.forEach(
        (name, text) ->
            list.append(String.format("%-" + NAMES + "s", name))
                .append(Wrap.text(first(text), width, NAMES))
                .append('\n'));
    String rest = "help COMMAND tells more; Felix's own commands: felix:lb, scr:list, …";
    return list.append(Wrap.text(rest, width, 0)).toString();
  }

  private static String one(String name, String text, int width) {
    return Wrap.text(name + ": " + before(text), width, 0) + "\nexample: " + example(text);
  }

  private static List<Map<String, Object>> values(Map<String, String> all) {
    return all.entrySet().stream().map(each -> values(each.getKey(), each.getValue())).toList();
  }

  private static Map<String, Object> values(String name, String text) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", name);
    values.put("summary", first(text));
    values.put("help", before(text));
    values.put("example", example(text));
    return values;
  }

  private static String before(String text) {
    int end = text.indexOf(EXAMPLE);
    return end < 0 ? text : text.substring(0, end);
  }

  private static String example(String text) {
    int begin = text.indexOf(EXAMPLE);
    return begin < 0 ? "" : text.substring(begin + EXAMPLE.length());
  }

  private static String first(String text) {
    String rest = before(text);
    int clause = rest.indexOf("; ");
    int sentence = rest.indexOf(". ");
    int cut =
        Math.min(clause < 0 ? rest.length() : clause, sentence < 0 ? rest.length() : sentence);
    return rest.substring(0, cut).replaceFirst("\\.$", "");
  }
}
