package io.tessera.testing.itests;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rules of the house that manifests can break: names, who exports, who imports whom and which
 * libraries, nothing that would tie bundles together in another way than by packages.
 */
final class HouseRules {
  /** Which rooms a role may import packages from; a role without an entry is unknown. */
  private static final Map<String, Set<String>> ALLOWED =
      Map.of(
          "lib", Set.of("lib", "wrap.blst"),
          "api", Set.of("lib"),
          "wrap", Set.of(),
          "core", Set.of("api", "lib"),
          "transport", Set.of("api", "lib", "wrap.netty-quic"),
          "discovery", Set.of("api", "lib", "wrap.netty-quic"),
          "protocol", Set.of("api", "lib"),
          "sync", Set.of("api", "lib"),
          "store", Set.of("api", "lib", "wrap.rocksdb"),
          "operator", Set.of("api", "lib", "wrap.netty-quic"));

  /** Rooms of api/ stand on each other (ADR 15). */
  private static final Map<String, Set<String>> BELOW =
      Map.of("api.chain", Set.of("api.net"), "api.work", Set.of("api.net", "api.chain"));

  /** What a role may import of others than this project and the JDK: beginnings of packages. */
  private static final Map<String, Set<String>> LIBRARIES =
      Map.of(
          "lib", Set.of("org.bouncycastle."),
          "api", Set.of(),
          "wrap", Set.of("org.slf4j"),
          "core", Set.of("org.osgi.", "org.slf4j", "com.fasterxml.jackson."),
          "transport", Set.of("org.osgi.", "org.slf4j", "org.bouncycastle."),
          "discovery", Set.of("org.osgi.", "org.slf4j", "org.bouncycastle.", "javax.jmdns"),
          "protocol", Set.of("org.slf4j"),
          "sync", Set.of("org.slf4j"),
          "store", Set.of("org.osgi.", "org.slf4j"),
          "operator",
              Set.of(
                  "org.osgi.",
                  "org.slf4j",
                  "com.fasterxml.jackson.",
                  "org.apache.felix.",
                  "org.jline.",
                  "org.bouncycastle."));

  private static final Set<String> OF_THE_JDK =
      ModuleLayer.boot().modules().stream()
          .filter(module -> module.getName().matches("(java|jdk)\\..*"))
          .flatMap(module -> module.getPackages().stream())
          .collect(Collectors.toUnmodifiableSet());

  private static final String OURS = "io.tessera.";
  private static final Set<String> EXPORTING = Set.of("lib", "api", "wrap");
  private static final List<String> HIDDEN =
      List.of("io.netty", "org.rocksdb", "org.bouncycastle", "supranational");

  private final List<BundleFacts> bundles;
  private final List<String> breaches = new ArrayList<>();
  private final Map<String, BundleFacts> exporters = new HashMap<>();

  private HouseRules(List<BundleFacts> bundles) {
    this.bundles = bundles;
  }

  /** What is wrong, one line a breach. */
  static List<String> check(List<BundleFacts> bundles) {
    HouseRules rules = new HouseRules(bundles);
    rules.splitPackages();
    for (BundleFacts bundle : bundles) {
      if (bundle.ours()) {
        rules.names(bundle);
        rules.ties(bundle);
        rules.exports(bundle);
        rules.imports(bundle);
      }
    }
    return rules.breaches;
  }

  /** One package has one home, exported or not. */
  private void splitPackages() {
    Map<String, BundleFacts> homes = new HashMap<>();
    for (BundleFacts bundle : bundles) {
      bundle.exports().keySet().forEach(name -> exporters.put(name, bundle));
      for (String name : bundle.packages()) {
        BundleFacts other = homes.put(name, bundle);
        if (other != null && (bundle.ours() || other.ours())) {
          breach(bundle, "has classes of package " + name + ", as " + other.room() + " has");
        }
      }
    }
  }

  /** A bundle's packages have its name; that of a protocol up to what it does. */
  private void names(BundleFacts bundle) {
    if (!bundle.room().matches("[a-z]+\\.[a-z0-9]+(-[a-z0-9]+)*")) {
      breach(bundle, "is not named io.tessera.<role>.<name>");
    }
    String room = bundle.room().replaceFirst("-.*", "");
    String home = OURS + (bundle.role().equals("api") ? room.replaceFirst("api\\.", "") : room);
    for (String name : bundle.packages()) {
      if (name.startsWith(OURS) && !name.equals(home) && !name.startsWith(home + ".")) {
        breach(bundle, "has classes of package " + name + " and not of " + home);
      }
    }
  }

  private void ties(BundleFacts bundle) {
    for (String header : List.of("Require-Bundle", "DynamicImport-Package", "Fragment-Host")) {
      if (bundle.headers().getValue(header) != null) {
        breach(bundle, "has the header " + header);
      }
    }
  }

  private void exports(BundleFacts bundle) {
    if (!EXPORTING.contains(bundle.role()) && !bundle.exports().isEmpty()) {
      breach(bundle, "exports " + bundle.exports().keySet());
    }
    if (bundle.role().equals("api")) {
      bundle
          .exports()
          .forEach(
              (name, attributes) -> {
                String uses = attributes.getOrDefault("uses", "");
                if (HIDDEN.stream().anyMatch(uses::contains)) {
                  breach(bundle, "shows types of " + uses + " in package " + name);
                }
              });
    }
  }

  private void imports(BundleFacts bundle) {
    Set<String> allowed = ALLOWED.get(bundle.role());
    if (allowed == null) {
      breach(bundle, "has an unknown role");
      return;
    }
    bundle
        .imports()
        .forEach(
            (name, attributes) -> {
              BundleFacts exporter = exporters.get(name);
              boolean ofOurs = exporter != null && exporter.ours();
              if ((ofOurs || name.startsWith(OURS))
                  && "optional".equals(attributes.get("resolution"))) {
                breach(bundle, "imports " + name + " optionally");
              }
              if (!ofOurs && !name.startsWith(OURS) && !isLibraryOf(bundle.role(), name)) {
                breach(bundle, "imports " + name + ", which is no library of its role");
              }
              if (ofOurs
                  && !exporter.name().equals(bundle.name())
                  && !mayImport(bundle, exporter, allowed)) {
                breach(bundle, "imports " + name + " of " + exporter.room());
              }
            });
  }

  private static boolean isLibraryOf(String role, String name) {
    return name.startsWith("java.")
        || OF_THE_JDK.contains(name)
        || LIBRARIES.get(role).stream().anyMatch(name::startsWith);
  }

  private static boolean mayImport(BundleFacts bundle, BundleFacts from, Set<String> allowed) {
    return allowed.contains(from.role())
        || allowed.contains(from.room())
        || BELOW.getOrDefault(bundle.room(), Set.of()).contains(from.room());
  }

  private void breach(BundleFacts bundle, String what) {
    breaches.add(bundle.room() + " " + what);
  }
}
