package io.tessera.operator.shell;

import io.tessera.net.Peers;
import io.tessera.net.StreamStatistics;
import io.tessera.net.Streams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** {@code tessera:swap}: another version of a bundle while the node runs. */
@Component(
    service = SwapCommand.class,
    property = {"osgi.command.scope=tessera", "osgi.command.function=swap"})
public final class SwapCommand {
  private static final List<String> ROLES = List.of("api", "lib", "wrap");

  private final BundleContext context;
  private final Diagnosis diagnosis;
  private final AtomicReference<String> running = new AtomicReference<>();

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Streams streams;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile StreamStatistics statistics;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Peers peers;

  /** Called by the component runtime. */
  @Activate
  public SwapCommand(BundleContext context, @Reference Diagnosis diagnosis) {
    this.context = context;
    this.diagnosis = diagnosis;
  }

  /** The command. */
  @Descriptor(
      "puts the JAR in the place of BUNDLE (its symbolic name or id) while the node runs: checks the"
          + " jar, stops the bundle, updates and refreshes it alone, starts it, and tells what became"
          + " of its work. The old version comes back when the new one does not start. What other"
          + " bundles are built on (api, lib, wrap) needs --all, which restarts all of them. --json"
          + " for one line of JSON. Example: swap io.tessera.discovery.mdns mdns-0.2.0.jar")
  public String swap(CommandSession session, String... words)
      throws CommandException, IOException, InterruptedException {
    Arguments arguments = Arguments.parse("swap", List.of("--all", "--json"), words);
    List<String> operands = arguments.any();
    if (operands.size() != 2) {
      throw new CommandException("swap: give a bundle and a jar; see help swap");
    }
    Bundle bundle = find(operands.get(0));
    Path jar = session.currentDir().resolve(operands.get(1));
    if (!Files.isRegularFile(jar) || !Files.isReadable(jar)) {
      throw new CommandException("swap: '" + jar + "' is no file that can be read");
    }
    String other = running.compareAndExchange(null, bundle.getSymbolicName());
    if (other != null) {
      throw new CommandException("swap: " + other + " is being swapped; try again after that");
    }
    try {
      return swap(session, arguments, bundle, jar, operands.get(1));
    } finally {
      running.set(null);
    }
  }

  private String swap(
      CommandSession session, Arguments arguments, Bundle bundle, Path jar, String shown)
      throws CommandException, IOException, InterruptedException {
    Set<Bundle> dependants = dependants(bundle);
    refuse(bundle, dependants, arguments.has("--all"));
    // A copy: it is what is checked, what is installed, and what a later swap goes back to.
    Path copy = KeptJars.of(context).take(jar);
    boolean kept = false;
    try {
      JarFacts facts = JarFacts.read(copy, shown);
      check(facts, bundle, dependants, shown);
      if (dependants.contains(context.getBundle())) {
        String line = restartAll(bundle, dependants, facts, copy);
        kept = true;
        return line;
      }
      Work work = new Work(bundle, streams, statistics, peers);
      SwapRun run = new SwapRun(context, diagnosis.causes(), bundle, dependants);
      SwapReport report = run.run(copy, facts, work);
      kept = true;
      return View.of(report::text, report::values).show(session, arguments);
    } finally {
      if (!kept) {
        Files.deleteIfExists(copy);
      }
    }
  }

  private Bundle find(String name) throws CommandException {
    return Arrays.stream(context.getBundles())
        .filter(
            each ->
                name.equals(each.getSymbolicName())
                    || name.equals(String.valueOf(each.getBundleId())))
        .findFirst()
        .orElseThrow(
            () -> new CommandException("swap: there is no bundle '" + name + "'; lb lists them"));
  }

  /** All bundles that are refreshed with this one, without it. */
  private Set<Bundle> dependants(Bundle bundle) {
    Set<Bundle> all = new HashSet<>(wiring().getDependencyClosure(Set.of(bundle)));
    all.remove(bundle);
    return all;
  }

  private FrameworkWiring wiring() {
    return context.getBundle(0).adapt(FrameworkWiring.class);
  }

  private void refuse(Bundle bundle, Set<Bundle> dependants, boolean all) throws CommandException {
    String name = bundle.getSymbolicName();
    if (bundle.getBundleId() == 0) {
      throw new CommandException("swap: bundle 0 is the framework: restart the node instead");
    } else if (bundle.equals(context.getBundle())) {
      throw new CommandException(
          "swap: "
              + name
              + " runs this command; give felix:update "
              + bundle.getBundleId()
              + " file:JAR, then felix:refresh "
              + bundle.getBundleId());
    } else if (!all && (ROLES.contains(role(name)) || !dependants.isEmpty())) {
      throw new CommandException(
          "swap: "
              + name
              + " is what "
              + dependants.size()
              + " other bundles are built on, which restart with it; give --all if they may");
    }
  }

  private static String role(String name) {
    String[] parts = name.split("\\.", 4);
    return name.startsWith("io.tessera.") && parts.length == 4 ? parts[2] : "";
  }

  private void check(JarFacts jar, Bundle bundle, Set<Bundle> dependants, String shown)
      throws CommandException {
    if (!jar.name().equals(bundle.getSymbolicName())) {
      throw new CommandException(
          "swap: '" + shown + "' is " + jar.name() + ", not " + bundle.getSymbolicName());
    }
    List<Bundle> others =
        Arrays.stream(context.getBundles()).filter(each -> !each.equals(bundle)).toList();
    Optional<String> missing =
        jar.missing(others)
            .map(what -> "it needs " + what + ", which no bundle has")
            .or(() -> dependants.isEmpty() ? Optional.empty() : jar.missingFor(wires(bundle)));
    if (missing.isPresent()) {
      throw new CommandException(
          "swap: '" + shown + "' does not fit: " + missing.get() + "; nothing was changed");
    }
  }

  private static Collection<BundleWire> wires(Bundle bundle) {
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    return wiring == null ? List.of() : wiring.getProvidedWires("osgi.wiring.package");
  }

  /** This bundle is one of them: it cannot wait for its own end. */
  private String restartAll(Bundle bundle, Set<Bundle> dependants, JarFacts facts, Path copy)
      throws CommandException, IOException {
    String from = bundle.getVersion().toString();
    SwapRun.update(bundle, copy);
    KeptJars.of(context).keep(bundle, copy);
    wiring().refreshBundles(Set.of(bundle));
    return bundle.getSymbolicName()
        + " "
        + from
        + " → "
        + facts.version()
        + ": "
        + dependants.size()
        + " bundles restart now, the shell with them; then why tells what is missing";
  }
}
