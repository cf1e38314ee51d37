package io.tessera.operator.shell;

import io.tessera.net.operator.OperatorShell;
import java.io.IOException;
import java.nio.file.Path;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door of {@code ./tessera exec}. Its threads are its own: it must open even in a node whose
 * stream runtime, which others have their threads from, is not there.
 */
@Component(
    immediate = true,
    service = {},
    configurationPid = ExecConfig.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ExecConfig.class)
public final class ExecDoor {
  private static final Logger LOG = LoggerFactory.getLogger(ExecDoor.class);

  private final OperatorShell shell;
  private ExecServer server;

  /** Called by the component runtime. */
  @Activate
  public ExecDoor(@Reference OperatorShell shell) {
    this.shell = shell;
  }

  /** Only in a node that runs: other commands may share its data directory. */
  @Activate
  void activate(BundleContext context, ExecConfig config) {
    String mode = context.getProperty("tessera.mode");
    if (mode == null || mode.equals("run")) {
      Path data = Path.of(context.getProperty("tessera.data"));
      try {
        Path elsewhere = ExecPlace.elsewhere(System.getenv("XDG_RUNTIME_DIR"));
        server = new ExecServer(ExecPlace.prepare(data, elsewhere), shell, config.sessions());
      } catch (IOException | UnsupportedOperationException e) {
        LOG.error(
            "./tessera exec does not work with this node: {}; make {} writable for its user",
            e.toString(),
            data.resolve("control"));
      }
    }
  }

  @Deactivate
  void deactivate() throws IOException {
    if (server != null) {
      server.close();
    }
  }
}
