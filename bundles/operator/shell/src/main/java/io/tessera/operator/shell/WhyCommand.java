package io.tessera.operator.shell;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** {@code tessera:why}: what components wait for. */
@Component(
    service = WhyCommand.class,
    property = {"osgi.command.scope=tessera", "osgi.command.function=why"})
public final class WhyCommand {
  /** So many names tell what it is about. */
  private static final int SOME = 8;

  private static final String PROMPT = "org.apache.felix.gogo.jline";

  private final BundleContext context;
  private final Diagnosis diagnosis;

  /** Called by the component runtime. */
  @Activate
  public WhyCommand(BundleContext context, @Reference Diagnosis diagnosis) {
    this.context = context;
    this.diagnosis = diagnosis;
  }

  /** The command. */
  @Descriptor(
      "what a component, a bundle or a service waits for, down to what is to be done about it;"
          + " its name may be shortened to its end, a bundle's to its id. Without a name: everything"
          + " that is not satisfied now. --json for one line of JSON. Example: why SyncController")
  public String why(CommandSession session, String... words) throws CommandException, IOException {
    Arguments arguments = Arguments.parse("why", List.of("--json"), words);
    Optional<String> name = arguments.atMostOne("name");
    View view = name.isEmpty() ? View.of(this::everything, () -> values(all())) : one(name.get());
    return view.show(session, arguments);
  }

  // ---- everything

  private List<Cause> all() {
    Stream<Cause> components =
        diagnosis.causes().components().stream()
            .flatMap(component -> diagnosis.causes().component(component).stream());
    Stream<Cause> bundles = bundles().flatMap(bundle -> bundle(bundle).stream());
    return Stream.concat(bundles, components).toList();
  }

  private static Object values(List<Cause> causes) {
    return causes.stream().map(Cause::values).toList();
  }

  /** By what is to be done: one remedy is often enough for many. */
  private String everything(int width) {
    List<Cause> all = all();
    Map<String, List<String>> waiting = new LinkedHashMap<>();
    all.stream()
        .filter(cause -> cause.because().isEmpty() && !cause.off())
        .forEach(cause -> waiting.put(cause.sentence(), new ArrayList<>()));
    all.stream()
        .filter(cause -> !cause.because().isEmpty())
        .forEach(
            cause ->
                cause
                    .roots()
                    .map(Cause::sentence)
                    .distinct()
                    .forEach(
                        root ->
                            waiting
                                .computeIfAbsent(root, any -> new ArrayList<>())
                                .add(cause.subject())));
    List<String> lines = new ArrayList<>();
    waiting.forEach(
        (root, names) -> {
          lines.add(Wrap.text(root, width, 2));
          if (!names.isEmpty()) {
            lines.add("  " + Wrap.text(waiting(names), width, 4));
          }
        });
    diagnosis.problems().forEach(line -> lines.add(Wrap.text("problem: " + line, width, 2)));
    if (lines.isEmpty()) {
      lines.add("all components are satisfied");
    }
    List<String> off = all.stream().filter(Cause::off).map(Cause::subject).sorted().toList();
    if (!off.isEmpty()) {
      lines.add(Wrap.text("off by the configuration: " + String.join(", ", off), width, 2));
    }
    return String.join("\n", lines);
  }

  private static String waiting(List<String> names) {
    String some = String.join(", ", names.subList(0, Math.min(SOME, names.size())));
    String more = names.size() > SOME ? ", and " + (names.size() - SOME) + " more" : "";
    return "makes " + names.size() + " wait: " + some + more;
  }

  // ---- one

  private View one(String name) throws CommandException {
    List<Cause> causes = new ArrayList<>();
    List<String> satisfied = new ArrayList<>();
    for (ComponentDescriptionDTO component : diagnosis.causes().components()) {
      if (named(component.name, name)) {
        diagnosis
            .causes()
            .component(component)
            .ifPresentOrElse(causes::add, () -> satisfied.add(component.name + " is satisfied"));
      }
    }
    bundles().filter(each -> named(each, name)).forEach(each -> look(each, causes, satisfied));
    if (causes.isEmpty() && satisfied.isEmpty()) {
      service(name, causes, satisfied);
    }
    return View.of(
        width -> text(causes, satisfied, width),
        () -> {
          Map<String, Object> values = new LinkedHashMap<>();
          values.put("unsatisfied", values(causes));
          values.put("satisfied", satisfied);
          return values;
        });
  }

  private void look(Bundle bundle, List<Cause> causes, List<String> satisfied) {
    Optional<Cause> down = bundle(bundle);
    if (down.isPresent()) {
      causes.add(down.get());
      return;
    }
    satisfied.add("bundle " + bundle.getSymbolicName() + " is active");
    diagnosis.causes().components().stream()
        .filter(each -> each.bundle != null && each.bundle.id == bundle.getBundleId())
        .forEach(
            each ->
                diagnosis
                    .causes()
                    .component(each)
                    .ifPresentOrElse(
                        causes::add, () -> satisfied.add(each.name + " is satisfied")));
  }

  private void service(String name, List<Cause> causes, List<String> satisfied)
      throws CommandException {
    String type =
        types().stream()
            .filter(each -> named(each, name))
            .findFirst()
            .orElseThrow(
                () ->
                    new CommandException(
                        "why: no component, bundle or service is named '"
                            + name
                            + "'; see scr:list and lb"));
    if (context.getServiceReference(type) != null) {
      satisfied.add("service " + type + " is there");
    } else {
      causes.add(
          new Cause("service " + type, "is missing", diagnosis.causes().service(type, null)));
    }
  }

  /** The types that components provide or wait for, or that stopped bundles would provide. */
  private Set<String> types() {
    Set<String> types = new TreeSet<>();
    for (ComponentDescriptionDTO component : diagnosis.causes().components()) {
      types.addAll(Arrays.asList(component.serviceInterfaces));
      Arrays.stream(component.references).forEach(each -> types.add(each.interfaceName));
    }
    bundles().forEach(bundle -> types.addAll(Wiring.services(bundle)));
    return types;
  }

  private static String text(List<Cause> causes, List<String> satisfied, int width) {
    List<String> lines = new ArrayList<>();
    for (Cause cause : causes) {
      for (String line : cause.tree()) {
        int indent = line.length() - line.stripLeading().length();
        lines.add(" ".repeat(indent) + Wrap.text(line.stripLeading(), width, indent + 2));
      }
    }
    satisfied.forEach(line -> lines.add(Wrap.text(line, width, 2)));
    return String.join("\n", lines);
  }

  // ---- names

  private Stream<Bundle> bundles() {
    return Arrays.stream(context.getBundles());
  }

  private Optional<Cause> bundle(Bundle bundle) {
    return isIdlePrompt(bundle) ? Optional.empty() : Causes.bundle(bundle, bundles());
  }

  /** The prompt is started where somebody types; elsewhere it is there for SSH, and no fault. */
  private boolean isIdlePrompt(Bundle bundle) {
    return PROMPT.equals(bundle.getSymbolicName())
        && bundle.getState() == Bundle.RESOLVED
        && !Boolean.parseBoolean(context.getProperty("tessera.shell"));
  }

  private static boolean named(Bundle bundle, String name) {
    return String.valueOf(bundle.getBundleId()).equals(name)
        || (bundle.getSymbolicName() != null && named(bundle.getSymbolicName(), name));
  }

  /** The whole name, or its end after a dot. */
  private static boolean named(String whole, String name) {
    return whole.equals(name) || whole.endsWith("." + name);
  }
}
