package io.tessera.core.author;

import io.tessera.net.FileTrouble;
import io.tessera.net.Problem;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/**
 * Shows that the author has stopped by itself, as on a full disk, until its component ends too: a
 * line in the log is soon far up, and all else of the node looks well. Safe from any thread.
 */
final class Stopped implements AutoCloseable {
  private final BundleContext context;
  private Optional<ServiceRegistration<?>> problem = Optional.empty();
  private boolean closed;

  Stopped(BundleContext context) {
    this.context = context;
  }

  /** It has stopped. */
  synchronized void because(RuntimeException failure) {
    if (!closed) {
      String line =
          "the author has stopped, this node makes no more blocks: "
              + reason(failure)
              + "; mend that and restart the node";
      problem =
          Optional.of(
              context.registerService(
                  Problem.class,
                  () -> line,
                  FrameworkUtil.asDictionary(Map.of(Problem.LINE, line, Problem.GOES_ON, true))));
    }
  }

  private static String reason(RuntimeException failure) {
    return failure instanceof UncheckedIOException file
        ? FileTrouble.line(file.getCause())
        : failure.toString();
  }

  @Override
  public synchronized void close() {
    closed = true;
    problem.ifPresent(ServiceRegistration::unregister);
    problem = Optional.empty();
  }
}
