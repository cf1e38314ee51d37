package io.tessera.operator.shell;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.felix.service.command.Descriptor;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * {@code tessera:help}: the commands of scope {@code tessera}, those of plugins too, by the {@link
 * Descriptor} of each command's method. A description may end in {@code Example: } and a line to
 * type. A function without a description is for completion and is not shown.
 */
@Component(
    service = HelpCommand.class,
    property = {"osgi.command.scope=tessera", "osgi.command.function=help"})
public final class HelpCommand {
  private static final String EXAMPLE = " Example: ";
  private static final String FILTER = "(osgi.command.scope=tessera)";

  private final BundleContext context;

  /** Called by the component runtime. */
  @Activate
  public HelpCommand(BundleContext context) {
    this.context = context;
  }

  /** The command. */
  @Descriptor("the commands, or what one of them does. Example: help peers")
  public String help(String... words) throws CommandException, InvalidSyntaxException {
    String wanted = Arguments.parse("help", List.of(), words).atMostOne("command").orElse("");
    Map<String, String> commands = descriptions();
    if (!wanted.isEmpty()) {
      String text = commands.get(wanted.replaceFirst("^tessera:", ""));
      if (text == null) {
        throw new CommandException(
            "help: no command '" + wanted + "'; there are " + String.join(", ", commands.keySet()));
      }
      return wanted + ": " + text.replace(EXAMPLE, "\nexample: ");
    }
    StringBuilder list = new StringBuilder();
    commands.forEach((name, text) -> list.append(String.format("%-12s%s%n", name, first(text))));
    return list.append("help COMMAND tells more; Felix's own commands: felix:lb, scr:list, …")
        .toString();
  }

  private static String first(String text) {
    int end = text.indexOf(EXAMPLE);
    String rest = end < 0 ? text : text.substring(0, end);
    int clause = rest.indexOf("; ");
    int sentence = rest.indexOf(". ");
    int cut =
        Math.min(clause < 0 ? rest.length() : clause, sentence < 0 ? rest.length() : sentence);
    return rest.substring(0, cut).replaceFirst("\\.$", "");
  }

  private Map<String, String> descriptions() throws InvalidSyntaxException {
    Map<String, String> commands = new TreeMap<>();
    ServiceReference<?>[] references = context.getServiceReferences((String) null, FILTER);
    for (ServiceReference<?> reference : references == null ? NONE : references) {
      Object service = context.getService(reference);
      if (service != null) {
        for (String name : functions(reference)) {
          describe(service, name, commands);
        }
        context.ungetService(reference);
      }
    }
    return commands;
  }

  private static final ServiceReference<?>[] NONE = {};

  private static void describe(Object service, String name, Map<String, String> commands) {
    for (Method method : service.getClass().getMethods()) {
      Descriptor descriptor = method.getAnnotation(Descriptor.class);
      if (descriptor != null && method.getName().replaceFirst("^_", "").equals(name)) {
        commands.put(name, descriptor.value());
      }
    }
  }

  private static List<String> functions(ServiceReference<?> reference) {
    Object functions = reference.getProperty("osgi.command.function");
    return functions instanceof String[] names
        ? Arrays.asList(names)
        : List.of(String.valueOf(functions));
  }
}
