package io.tessera.core.sync;

import io.tessera.net.Problem;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/** A problem of the sync's that operators see for as long as it lasts. Confined to its caller. */
final class ShownProblem implements Consumer<Optional<String>> {
  private final BundleContext context;
  private Optional<ServiceRegistration<?>> shown = Optional.empty();

  ShownProblem(BundleContext context) {
    this.context = context;
  }

  /** The line of now; empty when there is no problem. */
  @Override
  public void accept(Optional<String> line) {
    shown.ifPresent(ServiceRegistration::unregister);
    shown = line.map(this::register);
  }

  private ServiceRegistration<?> register(String line) {
    return context.registerService(
        Problem.class,
        () -> line,
        FrameworkUtil.asDictionary(Map.of(Problem.LINE, line, Problem.GOES_ON, true)));
  }
}
