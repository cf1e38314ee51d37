package io.tessera.operator.shell;

import io.tessera.operator.shell.Clauses.Clause;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;

/** What a jar that is not installed says of itself. */
final class JarFacts {
  private static final String PACKAGE = "osgi.wiring.package";

  private final String name;
  private final Version version;
  private final Attributes headers;

  private JarFacts(String name, Version version, Attributes headers) {
    this.name = name;
    this.version = version;
    this.headers = headers;
  }

  /**
   * Reads a jar.
   *
   * @param shown its name for messages
   */
  static JarFacts read(Path jar, String shown) throws CommandException {
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      Attributes headers = manifest == null ? new Attributes() : manifest.getMainAttributes();
      List<Clause> name = Clauses.parse(headers.getValue(Constants.BUNDLE_SYMBOLICNAME));
      if (name.isEmpty()) {
        throw new CommandException(
            "swap: '" + shown + "' is no bundle: its manifest has no Bundle-SymbolicName");
      } else if (headers.getValue(Constants.FRAGMENT_HOST) != null) {
        throw new CommandException("swap: '" + shown + "' is a fragment, which does not run");
      }
      Version version = Version.parseVersion(headers.getValue(Constants.BUNDLE_VERSION));
      return new JarFacts(name.getFirst().name(), version, headers);
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandException("swap: '" + shown + "' is no bundle: " + e.getMessage(), e);
    }
  }

  String name() {
    return name;
  }

  Version version() {
    return version;
  }

  /** The first thing that it needs and that neither it nor any of these bundles has. */
  Optional<String> missing(List<Bundle> others) {
    for (Clause clause : Clauses.parse(headers.getValue(Constants.IMPORT_PACKAGE))) {
      if (counts(clause) && !exports(clause) && others.stream().noneMatch(b -> has(b, clause))) {
        String range = clause.parameters().getOrDefault("version", "");
        return Optional.of(("package " + clause.name() + " " + range).strip());
      }
    }
    List<Clause> own = Clauses.parse(headers.getValue(Constants.PROVIDE_CAPABILITY));
    for (Clause clause : Clauses.parse(headers.getValue(Constants.REQUIRE_CAPABILITY))) {
      boolean itself = own.stream().anyMatch(each -> each.name().equals(clause.name()));
      if (counts(clause) && !itself && others.stream().noneMatch(b -> provides(b, clause))) {
        String filter = clause.parameters().getOrDefault("filter:", "");
        return Optional.of((clause.name() + " " + filter).strip());
      }
    }
    return Optional.empty();
  }

  private static boolean counts(Clause clause) {
    Map<String, String> parameters = clause.parameters();
    return !"optional".equals(parameters.get("resolution:"))
        && parameters.getOrDefault("effective:", "resolve").equals("resolve");
  }

  private boolean exports(Clause wanted) {
    return Clauses.parse(headers.getValue(Constants.EXPORT_PACKAGE)).stream()
        .anyMatch(each -> each.name().equals(wanted.name()) && inRange(version(each), wanted));
  }

  private static Version version(Clause export) {
    return Version.parseVersion(export.parameters().get("version"));
  }

  private static boolean inRange(Version version, Clause wanted) {
    String range = wanted.parameters().getOrDefault("version", "0");
    return new VersionRange(range).includes(version);
  }

  private static boolean has(Bundle bundle, Clause wanted) {
    return attributes(bundle, PACKAGE).stream()
        .anyMatch(
            each ->
                wanted.name().equals(each.get(PACKAGE))
                    && each.get("version") instanceof Version version
                    && inRange(version, wanted));
  }

  private static boolean provides(Bundle bundle, Clause wanted) {
    String filter = wanted.parameters().get("filter:");
    return attributes(bundle, wanted.name()).stream()
        .anyMatch(each -> filter == null || matches(filter, each));
  }

  private static boolean matches(String filter, Map<String, Object> attributes) {
    try {
      return FrameworkUtil.createFilter(filter).matches(attributes);
    } catch (InvalidSyntaxException e) {
      return false; // the message names the filter
    }
  }

  private static Collection<Map<String, Object>> attributes(Bundle bundle, String namespace) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    return revision == null
        ? List.of()
        : revision.getDeclaredCapabilities(namespace).stream()
            .map(capability -> capability.getAttributes())
            .toList();
  }

  /** The first package that somebody takes from the present bundle and could not take from it. */
  Optional<String> missingFor(Collection<BundleWire> wires) {
    for (BundleWire wire : wires) {
      String filter = wire.getRequirement().getDirectives().get("filter");
      boolean there =
          Clauses.parse(headers.getValue(Constants.EXPORT_PACKAGE)).stream()
              .anyMatch(each -> filter == null || matches(filter, exported(each)));
      if (!there) {
        String who = wire.getRequirer().getSymbolicName();
        return Optional.of(who + " needs " + filter + ", which the jar does not export");
      }
    }
    return Optional.empty();
  }

  private static Map<String, Object> exported(Clause clause) {
    Map<String, Object> attributes = new HashMap<>(clause.parameters());
    attributes.put(PACKAGE, clause.name());
    attributes.put("version", version(clause));
    return attributes;
  }
}
