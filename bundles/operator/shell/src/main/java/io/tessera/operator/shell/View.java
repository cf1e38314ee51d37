package io.tessera.operator.shell;

import java.io.IOException;
import org.apache.felix.service.command.CommandSession;

/** What a command shows, found anew at each call: a table for people, the same for programs. */
interface View {
  /** For people, in lines no longer than the width. */
  String text(int width) throws CommandException;

  /** For programs: maps and lists with names in snake_case. */
  Object values() throws CommandException;

  /** As the words after the command's name want it: {@code --json} or not. */
  default String show(CommandSession session, Arguments arguments)
      throws CommandException, IOException {
    return arguments.has("--json") ? JsonText.write(values()) : text(Screen.width(session));
  }

  /** A view of two halves. */
  static View of(Text text, Values values) {
    return new View() {
      @Override
      public String text(int width) throws CommandException {
        return text.text(width);
      }

      @Override
      public Object values() throws CommandException {
        return values.values();
      }
    };
  }

  /** The half for people. */
  @FunctionalInterface
  interface Text {
    /** Lines no longer than the width. */
    String text(int width) throws CommandException;
  }

  /** The half for programs. */
  @FunctionalInterface
  interface Values {
    /** Maps, lists, strings, numbers and booleans. */
    Object values() throws CommandException;
  }
}
