package io.tessera.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Installs and starts what lies in a distribution's {@code bundles/}. */
final class BundleFolder {
  private static final Logger LOG = LoggerFactory.getLogger(BundleFolder.class);

  private static final String PROMPT = "org.apache.felix.gogo.jline";

  private BundleFolder() {}

  /**
   * Installs by reference, so that nothing is copied; all are there before the first one starts.
   */
  static List<Bundle> install(BundleContext context, Options options, SharedPackages shared)
      throws IOException, BundleException {
    List<Path> jars;
    try (Stream<Path> files = Files.list(options.home().resolve("bundles"))) {
      jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
    // The prompt comes last: by then what it administers is there. Nothing else depends on the
    // order.
    jars =
        Stream.concat(
                jars.stream().filter(jar -> !isPrompt(jar)),
                jars.stream().filter(BundleFolder::isPrompt))
            .toList();
    List<Bundle> bundles = new ArrayList<>();
    for (Path jar : jars) {
      if (!shared.jars().contains(jar)) {
        bundles.add(context.installBundle("reference:" + jar.toUri()));
      }
    }
    return bundles;
  }

  private static boolean isPrompt(Path jar) {
    return jar.getFileName().toString().startsWith(PROMPT + "-");
  }

  /**
   * Starts them in the order given. One that fails is left out. The prompt is started only where
   * somebody types: it takes the terminal and the process's signals. Its classes are there in any
   * node, for lines that come in by SSH.
   */
  static void start(Bundle framework, List<Bundle> bundles, boolean shell) {
    Thread thread = Thread.currentThread();
    ClassLoader launcher = thread.getContextClassLoader();
    // Libraries look for their parts in the thread's context class loader first, then in their own;
    // the launcher's has nothing of theirs (JLine finds no terminal with it).
    thread.setContextClassLoader(null);
    try {
      framework.adapt(FrameworkWiring.class).resolveBundles(bundles);
      BundleContext context = framework.getBundleContext();
      bundles.stream()
          .filter(bundle -> shell || !PROMPT.equals(bundle.getSymbolicName()))
          .forEach(bundle -> start(context, bundle));
    } finally {
      thread.setContextClassLoader(launcher);
    }
  }

  private static void start(BundleContext context, Bundle bundle) {
    if (bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null) {
      return;
    }
    try {
      bundle.start(Bundle.START_ACTIVATION_POLICY);
    } catch (BundleException e) {
      String reason = StartFailure.line(context, bundle, e);
      LOG.debug("{}", bundle, e);
      LOG.error("Bundle {} does not start: {}", bundle.getSymbolicName(), reason);
    }
  }

  /** Errors of bundles that start later, such as a plugin's. */
  static void logErrors(BundleContext context) {
    context.addFrameworkListener(
        event -> {
          if (event.getType() == FrameworkEvent.ERROR) {
            LOG.debug("{}", event.getBundle(), event.getThrowable());
            String reason = Cause.line(event.getThrowable());
            LOG.error("Bundle {} has failed: {}", event.getBundle().getSymbolicName(), reason);
          }
        });
  }
}
