package io.tessera.operator.shell;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * What Gogo calls when there is no command of a name: its function {@code default}, which it looks
 * for in all scopes.
 */
@Component(
    service = UnknownCommand.class,
    property = {"osgi.command.scope=tessera", "osgi.command.function=default"})
public final class UnknownCommand {
  private final Commands commands;

  /** Called by the component runtime. */
  @Activate
  public UnknownCommand(@Reference Commands commands) {
    this.commands = commands;
  }

  /**
   * Fails, with one line that names the nearest commands.
   *
   * @param words the name, and what was to be its arguments
   */
  @SuppressWarnings("MemberName") // Gogo's way with names that are keywords in Java
  public String _default(String... words) throws CommandException {
    String name = words.length == 0 ? "" : words[0];
    String word = name.replaceFirst("^tessera:", "");
    throw new CommandException(
        "no command '" + name + "'" + Nearest.hint(word, commands.descriptions().keySet()));
  }
}
