package io.tessera.launcher;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Filter;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Calls a command of a bundle: a service of type {@link Function} from {@code String[]} (arguments)
 * to {@link Integer} (exit status) with the property {@code tessera.command=<name>}. It prints its
 * result to standard output itself.
 */
final class CommandCall {
  private final BundleContext context;
  private final CompletableFuture<Exit> ended;

  CommandCall(BundleContext context, CompletableFuture<Exit> ended) {
    this.context = context;
    this.ended = ended;
  }

  int call(String command, List<String> arguments, Duration deadline) throws InterruptedException {
    CompletableFuture<Function<?, ?>> found = new CompletableFuture<>();
    ServiceTracker<Object, Object> tracker =
        new ServiceTracker<>(context, filter(command), null) {
          @Override
          public Object addingService(ServiceReference<Object> reference) {
            Object service = super.addingService(reference);
            found.complete((Function<?, ?>) service);
            return service;
          }
        };
    tracker.open();
    try {
      CompletableFuture.anyOf(found, ended).get(deadline.toMillis(), TimeUnit.MILLISECONDS);
      if (!found.isDone()) {
        return ended.join().status();
      }
      return invoke(command, found.join(), arguments);
    } catch (TimeoutException e) {
      ended.complete(
          new Exit(
              1,
              "'"
                  + command
                  + "' is not ready after "
                  + deadline.toSeconds()
                  + " s; the log says which part is missing"));
      return 1;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      tracker.close();
    }
  }

  /**
   * On a thread of its own: a command that waits for the network must not keep a node up that a
   * problem has ended. The service's types are erased in the registry; the contract above fixes
   * them.
   */
  @SuppressWarnings("unchecked")
  private int invoke(String command, Function<?, ?> service, List<String> arguments)
      throws InterruptedException, ExecutionException {
    Function<String[], Integer> work = (Function<String[], Integer>) service;
    CompletableFuture<Integer> status =
        CompletableFuture.supplyAsync(
            () -> work.apply(arguments.toArray(String[]::new)),
            task -> {
              Thread thread = new Thread(task, "tessera-" + command);
              thread.setDaemon(true);
              thread.start();
            });
    CompletableFuture.anyOf(status, ended).get();
    return status.isDone() ? status.join() : ended.join().status();
  }

  private Filter filter(String command) {
    try {
      return context.createFilter(
          "(&(objectClass=" + Function.class.getName() + ")(tessera.command=" + command + "))");
    } catch (InvalidSyntaxException e) {
      throw new IllegalArgumentException(command, e);
    }
  }
}
