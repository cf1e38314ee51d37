package io.tessera.operator.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class TextTest {

  @Test
  void columnsAreAsWideAsTheirLongestCell() {
    Table table =
        new Table(Column.text("NAME"), Column.number("COUNT"), Column.text("LAST"))
            .row("a", 5, "x")
            .row("longer", 1234, "");
    assertEquals(
        """
        NAME    COUNT  LAST
        a           5  x
        longer   1234\
        """,
        table.text(80));
  }

  @Test
  void aLongLineIsCutAndControlCharactersReachNoTerminal() {
    Table table = new Table(Column.text("A")).row("\u001b[31m" + "x".repeat(200));
    String line = table.text(80).lines().toList().get(1);
    assertEquals(80, line.length());
    assertTrue(line.startsWith("?[31mxxx") && line.endsWith("…"), line);
  }

  @Test
  void amountsAreReadable() throws Exception {
    assertEquals("999 B", Units.bytes(999));
    assertEquals("1.0 KB", Units.bytes(1000));
    assertEquals("1.0 MB", Units.bytes(999_999));
    assertEquals("9223.4 PB", Units.bytes(Long.MAX_VALUE));
    assertEquals("59s", Units.duration(Duration.ofSeconds(59)));
    assertEquals("3m 5s", Units.duration(Duration.ofSeconds(185)));
    assertEquals("2h 10m", Units.duration(Duration.ofMinutes(130)));
    assertEquals("4d 3h", Units.duration(Duration.ofHours(99)));
    byte[] loopback = new byte[16];
    loopback[15] = 1;
    assertEquals(
        "[0:0:0:0:0:0:0:1]:7",
        Units.address(new InetSocketAddress(InetAddress.getByAddress(loopback), 7)));
  }

  @Test
  void aPrefixMustBeLongEnoughKnownAndUnique() throws Exception {
    List<String> names = List.of("eabcd", "eabxy", "ezzzz");
    assertEquals("eabxy", Prefix.unique("peer", "here", "EABX", names, Function.identity()));
    assertMessage("peer 'ea' is too short; give 3 characters or more", "ea", names);
    assertMessage("no peer begins with 'eff' here", "eff", names);
    assertMessage(
        "peer 'eab' is not unique: eabcd and eabxy begin with it; give more characters",
        "eab",
        names);
  }

  private static void assertMessage(String message, String prefix, List<String> names) {
    var e =
        assertThrows(
            CommandException.class,
            () -> Prefix.unique("peer", "here", prefix, names, Function.identity()));
    assertEquals(message, e.getMessage());
  }
}
