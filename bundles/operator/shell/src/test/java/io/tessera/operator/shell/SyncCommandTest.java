package io.tessera.operator.shell;

import static io.tessera.operator.shell.Fixtures.SESSION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.Sync;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SyncCommandTest {
  private final SyncCommand command =
      new SyncCommand(Fixtures.diagnosis(), Fixtures.plugins(), new Watch());

  SyncCommandTest() {
    command.sync =
        Stub.of(
            Sync.class,
            Map.of(
                "status",
                none -> Fixtures.status(Sync.State.SYNCING),
                "modes",
                none -> List.of("full", "light"),
                "switchTo",
                mode -> {
                  if (!mode[0].equals("light")) {
                    throw new IllegalArgumentException("no mode '" + mode[0] + "' is installed");
                  }
                  return "mode light from now on; headers go elsewhere";
                }));
  }

  @Test
  void progressIsThereForPeopleAndPrograms() throws Exception {
    String text = command.sync(SESSION);
    assertTrue(text.contains("\nprogress   slots 77 %, 14 of 18, 4 a second, 1 s left\n"), text);
    String json = command.sync(SESSION, "--json");
    assertTrue(
        json.endsWith(
            "\"progress\":{\"phase\":\"slots\",\"done\":14,\"total\":18,\"per_second\":4,\"seconds_left\":1},"
                + "\"modes\":[]}"),
        json);
  }

  @Test
  void anotherMode() throws Exception {
    assertEquals(
        "mode light from now on; headers go elsewhere", command.sync(SESSION, "mode", "light"));
    assertEquals(
        "{\"switched\":\"mode light from now on; headers go elsewhere\"}",
        command.sync(SESSION, "mode", "light", "--json"));
    assertFails("sync: no mode 'warp' is installed", "mode", "warp");
    assertFails("sync: 'mode' is no order; give mode and a name, such as sync mode light", "mode");
    assertFails(
        "sync: 'light' is no order; give mode and a name, such as sync mode light", "light");
  }

  private void assertFails(String line, String... words) {
    var e = assertThrows(CommandException.class, () -> command.sync(SESSION, words));
    assertEquals(line, e.getMessage());
  }
}
