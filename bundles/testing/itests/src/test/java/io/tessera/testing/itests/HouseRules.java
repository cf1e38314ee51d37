package io.tessera.testing.itests;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules of the house that manifests can break: who exports, who imports whom, nothing that
 * would tie bundles together in another way than by packages.
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
              if ((ofOurs || name.startsWith("io.tessera."))
                  && "optional".equals(attributes.get("resolution"))) {
                breach(bundle, "imports " + name + " optionally");
              }
              if (ofOurs
                  && !exporter.name().equals(bundle.name())
                  && !mayImport(bundle, exporter, allowed)) {
                breach(bundle, "imports " + name + " of " + exporter.room());
              }
            });
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
