package io.tessera.operator.shell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.FrameworkWiring;

/** One swap of a bundle that this one does not depend on. */
final class SwapRun {
  private static final Duration REFRESH = Duration.ofSeconds(60);

  /** Configuration and services may come a moment after the start. */
  private static final Duration SETTLE = Duration.ofSeconds(5);

  private static final long LOOK_MILLIS = 20;

  private final BundleContext context;
  private final Components components;
  private final Bundle bundle;
  private final List<Bundle> restarted;
  private final Set<String> satisfiedBefore;

  /**
   * A swap that has not begun.
   *
   * @param dependants bundles that are refreshed with it
   */
  SwapRun(BundleContext context, Causes causes, Bundle bundle, Set<Bundle> dependants) {
    this.context = context;
    this.components = new Components(causes);
    this.bundle = bundle;
    restarted =
        dependants.stream().filter(each -> each.getState() == Bundle.ACTIVE).sorted().toList();
    satisfiedBefore = components.satisfied(all());
  }

  private List<Bundle> all() {
    List<Bundle> all = new ArrayList<>(restarted);
    all.add(bundle);
    return all;
  }

  /** Swaps, or throws with the old version back in its place. */
  SwapReport run(Path jar, JarFacts facts, Work work)
      throws CommandException, IOException, InterruptedException {
    String from = bundle.getVersion().toString();
    Optional<Path> before = KeptJars.of(context).current(bundle);
    Set<Components.Activation> othersBefore = components.activations(all());
    long begin = System.nanoTime();
    String failure;
    try {
      failure = attempt(jar, work);
    } catch (InterruptedException e) {
      failure = "was interrupted"; // a bundle is not left half-way
    }
    if (failure != null) {
      throw new CommandException(
          "swap: "
              + bundle.getSymbolicName()
              + " "
              + facts.version()
              + " "
              + failure
              + "; "
              + goBack(before));
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    KeptJars.of(context).keep(bundle, jar);
    Set<Components.Activation> gone = new HashSet<>(othersBefore);
    gone.removeAll(components.activations(all()));
    return new SwapReport(
        bundle.getSymbolicName(),
        from,
        bundle.getVersion().toString(),
        took,
        work,
        restarted.stream().map(Bundle::getSymbolicName).toList(),
        components.satisfied(List.of(bundle)).stream().sorted().toList(),
        components.unsatisfied(List.of(bundle)),
        gone.stream().map(Components.Activation::component).sorted().toList());
  }

  /** Why it failed; null when it did not. */
  private String attempt(Path jar, Work work) throws InterruptedException {
    try {
      bundle.stop(Bundle.STOP_TRANSIENT);
      work.stopped();
      update(bundle, jar);
      refresh();
      bundle.start(Bundle.START_ACTIVATION_POLICY);
    } catch (CommandException e) {
      return e.getMessage();
    } catch (BundleException e) {
      return "does not start: " + reason(e);
    }
    List<Bundle> down =
        restarted.stream().filter(each -> each.getState() != Bundle.ACTIVE).toList();
    if (!down.isEmpty()) {
      return "leaves " + names(down) + " down";
    }
    settle();
    return components.failed(all()).map(line -> "fails: " + line).orElse(null);
  }

  private static String names(List<Bundle> bundles) {
    return bundles.stream().map(Bundle::getSymbolicName).collect(Collectors.joining(", "));
  }

  /** Framework's messages are long; the innermost one says what is wrong. */
  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String text = cause instanceof BundleException ? cause.getMessage() : cause.toString();
    return String.valueOf(text).lines().findFirst().orElse("");
  }

  /** Has the framework take a jar's contents for the bundle's. */
  static void update(Bundle bundle, Path jar) throws CommandException {
    try (InputStream in = Files.newInputStream(jar)) {
      bundle.update(in);
    } catch (BundleException | IOException e) {
      throw new CommandException("cannot be installed: " + reason(e), e);
    }
  }

  private void refresh() throws InterruptedException, CommandException {
    CountDownLatch refreshed = new CountDownLatch(1);
    context
        .getBundle(0)
        .adapt(FrameworkWiring.class)
        .refreshBundles(
            Set.of(bundle),
            event -> {
              if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                refreshed.countDown();
              }
            });
    if (!refreshed.await(REFRESH.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new CommandException("is not refreshed after " + REFRESH.toSeconds() + " s");
    }
  }

  /** Waits until what was satisfied before is again, or has failed, or takes too long. */
  private void settle() throws InterruptedException {
    long end = System.nanoTime() + SETTLE.toNanos();
    while (System.nanoTime() < end
        && components.failed(all()).isEmpty()
        && !components.satisfied(all()).containsAll(satisfiedBefore)) {
      Thread.sleep(LOOK_MILLIS);
    }
  }

  /** Puts the old version back; what became of that. */
  private String goBack(Optional<Path> before) throws IOException, InterruptedException {
    try {
      bundle.stop(Bundle.STOP_TRANSIENT);
      if (before.isPresent()) {
        update(bundle, before.get());
        KeptJars.of(context).keep(bundle, KeptJars.of(context).take(before.get()));
      } else {
        bundle.update(); // from where it was installed
      }
      refresh();
      bundle.start(Bundle.START_ACTIVATION_POLICY);
      settle();
      return "it is back at " + bundle.getVersion();
    } catch (CommandException | BundleException e) {
      return "and " + bundle.getVersion() + " does not come back: " + reason(e);
    }
  }
}
