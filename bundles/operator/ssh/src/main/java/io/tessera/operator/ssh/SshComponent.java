package io.tessera.operator.ssh;

import io.tessera.net.Problem;
import io.tessera.net.operator.OperatorShell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the door when the configuration says so, and opens it anew when that has changed. The
 * shell's bundle may come and go meanwhile: a line that finds none says so.
 */
@Component(
    immediate = true,
    service = SshComponent.class, // of use to nobody; it shows that the door has been opened
    configurationPid = SshConfig.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = SshConfig.class)
public final class SshComponent {
  private static final Logger LOG = LoggerFactory.getLogger(SshComponent.class);

  private final CommandProcessor processor;
  private SshSettings settings;
  private SshDoor door;
  private Optional<ServiceRegistration<?>> problem = Optional.empty();

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile OperatorShell shell;

  /** Called by the component runtime. */
  @Activate
  public SshComponent(@Reference CommandProcessor processor) {
    this.processor = processor;
  }

  /** Only in a node that runs: other commands may share its data directory. */
  @Activate
  synchronized void activate(BundleContext context, SshConfig config) {
    String mode = context.getProperty("tessera.mode");
    if (config.enabled() && (mode == null || mode.equals("run"))) {
      settings =
          SshSettings.of(
              config,
              Path.of(context.getProperty("tessera.data")),
              Path.of(context.getProperty("tessera.root")));
      open(context);
    }
  }

  private void open(BundleContext context) {
    door =
        new SshDoor(settings, () -> shell, processor, context::getProperty, SshDoor.LOOK_FOR_KEYS);
    try {
      door.open();
    } catch (IOException e) {
      LOG.error("No SSH: {}", e.getMessage());
      fail(context, "no SSH: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Shown for as long as it lasts; whoever changes the configuration is told by it. */
  private void fail(BundleContext context, String line) {
    problem =
        Optional.of(
            context.registerService(
                Problem.class,
                () -> line,
                FrameworkUtil.asDictionary(Map.of(Problem.LINE, line, Problem.GOES_ON, true))));
  }

  private void noProblem() {
    problem.ifPresent(ServiceRegistration::unregister);
    problem = Optional.empty();
  }

  /** Sessions stay when nothing that concerns them has changed. */
  @Modified
  synchronized void modified(BundleContext context, SshConfig config) {
    SshSettings before = settings;
    SshDoor open = door;
    settings = null;
    door = null;
    SshSettings now =
        SshSettings.of(
            config,
            Path.of(context.getProperty("tessera.data")),
            Path.of(context.getProperty("tessera.root")));
    if (config.enabled() && now.equals(before)) {
      settings = before;
      door = open;
      return;
    }
    if (open != null) {
      open.close();
    }
    noProblem();
    activate(context, config);
  }

  @Deactivate
  synchronized void deactivate() {
    if (door != null) {
      door.close();
    }
    noProblem();
  }
}
