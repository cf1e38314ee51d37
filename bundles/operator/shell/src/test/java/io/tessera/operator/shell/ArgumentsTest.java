package io.tessera.operator.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
  private static final List<String> OPTIONS = List.of("--json", "--last=");

  @Test
  void sortsFlagsOptionsAndOperands() throws Exception {
    Arguments arguments = Arguments.parse("chain", OPTIONS, "--last", "7", "b53a", "--json");
    assertTrue(arguments.has("--json"));
    assertEquals(7, arguments.number("--last", 1, 10));
    assertEquals("b53a", arguments.one("hash"));
    assertFalse(Arguments.parse("chain", OPTIONS).has("--json"));
    assertEquals(1, Arguments.parse("chain", OPTIONS).number("--last", 1, 10));
  }

  @Test
  void anUnknownOptionIsNamedWithThoseThatThereAre() {
    var e = assertThrows(CommandException.class, () -> Arguments.parse("chain", OPTIONS, "--jsno"));
    assertEquals("chain: unknown option '--jsno'; it knows --json, --last N", e.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "11", "-3", "x", ""})
  void aNumberOutOfBoundsIsNamedWithTheBounds(String text) throws Exception {
    Arguments arguments = Arguments.parse("chain", OPTIONS, "--last", text);
    var e = assertThrows(CommandException.class, () -> arguments.number("--last", 1, 10));
    assertEquals("chain: --last is '" + text + "'; give a number from 1 to 10", e.getMessage());
  }

  @Test
  void tooManyOrTooFewOperandsAreAnError() throws Exception {
    assertThrows(CommandException.class, () -> Arguments.parse("c", OPTIONS, "--last"));
    assertThrows(CommandException.class, () -> Arguments.parse("c", OPTIONS, "a").none());
    assertThrows(CommandException.class, () -> Arguments.parse("c", OPTIONS, "a", "b").one("x"));
    assertThrows(CommandException.class, () -> Arguments.parse("c", OPTIONS).one("x"));
    assertThrows(CommandException.class, () -> Arguments.parse("c", OPTIONS).some("x"));
    assertTrue(Arguments.parse("c", OPTIONS).atMostOne("x").isEmpty());
  }
}
