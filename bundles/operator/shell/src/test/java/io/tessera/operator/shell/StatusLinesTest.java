package io.tessera.operator.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusLinesTest {
  private static final int WANTED = 3;

  private final StatusCommand status = new StatusCommand(Fixtures.diagnosis(), new Watch());
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  /** Does something after the third line end. */
  private OutputStream afterThreeLines(Action action) {
    return new OutputStream() {
      @Override
      public void write(int octet) throws IOException {
        printed.write(octet);
        if (octet == '\n' && text().lines().count() == WANTED) {
          action.run();
        }
      }
    };
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private interface Action {
    void run() throws IOException;
  }

  @Test
  void printsUntilTheNodeStops() {
    StatusLines[] lines = new StatusLines[1];
    lines[0] =
        new StatusLines(status, new PrintStream(afterThreeLines(() -> lines[0].deactivate())));
    status.chain = Fixtures.chain(7);
    assertEquals(0, lines[0].apply(new String[] {"0.001", "--json"}));
    List<String> all = text().lines().toList();
    assertEquals(WANTED, all.size());
    assertTrue(all.stream().allMatch(line -> line.contains("\"height\":7,")), text());
  }

  @Test
  void endsWhenNobodyReads() {
    PrintStream closed =
        new PrintStream(
            afterThreeLines(
                () -> {
                  throw new IOException("closed");
                }));
    assertEquals(1, new StatusLines(status, closed).apply(new String[] {"0.001", "--json"}));
    assertEquals(WANTED, text().lines().count());
  }
}
