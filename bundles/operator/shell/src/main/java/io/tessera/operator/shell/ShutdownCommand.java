package io.tessera.operator.shell;

import java.util.List;
import org.apache.felix.service.command.Descriptor;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** {@code tessera:shutdown}: the node ends, as at SIGTERM. */
@Component(
    service = ShutdownCommand.class,
    property = {"osgi.command.scope=tessera", "osgi.command.function=shutdown"})
public final class ShutdownCommand {
  private final BundleContext context;

  /** Called by the component runtime. */
  @Activate
  public ShutdownCommand(BundleContext context) {
    this.context = context;
  }

  /** The command. The framework stops on a thread of its own. */
  @Descriptor("stops the node. Example: shutdown")
  public String shutdown(String... words) throws CommandException, BundleException {
    Arguments.parse("shutdown", List.of(), words).none();
    context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).stop();
    return "the node stops";
  }
}
