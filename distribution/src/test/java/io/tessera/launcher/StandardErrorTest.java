package io.tessera.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.status.Status;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandardErrorTest {
  @TempDir Path logs;

  /** As on a thread that executes a command, whose System.err goes to its client. */
  @ParameterizedTest
  @ValueSource(strings = {"logback.xml", "logback-quiet.xml"})
  void theConsolesLogGoesPastSystemErr(String file) throws Exception {
    ByteArrayOutputStream client = new ByteArrayOutputStream();
    PrintStream before = System.err;
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    context.putProperty("tessera.logs", logs.toString());
    try {
      System.setErr(new PrintStream(client, true, StandardCharsets.UTF_8));
      JoranConfigurator configurator = new JoranConfigurator();
      configurator.setContext(context);
      configurator.doConfigure(Path.of("src/main/dist/conf", file).toFile());
      context.getLogger("test").warn("A line that a test logs; it means nothing");
      context.stop();
    } finally {
      System.setErr(before);
    }
    assertEquals("", client.toString(StandardCharsets.UTF_8));
    List<Status> wrong =
        context.getStatusManager().getCopyOfStatusList().stream()
            .filter(status -> status.getLevel() > Status.INFO)
            .toList();
    assertEquals(List.of(), wrong);
  }

  @Test
  void staysOpenWhenTheLogIsClosed() throws Exception {
    new StandardError().close();
    new StandardError().write(new byte[0]);
  }
}
