package io.tessera.operator.shell;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/** What bundles need of each other, by their manifests. */
final class Wiring {
  private static final String SERVICE = "osgi.service";

  private Wiring() {}

  /** Whether a bundle says that it provides services of a type when it runs. */
  static boolean declares(Bundle bundle, String service) {
    return services(bundle).contains(service);
  }

  /** The types of services that a bundle says it provides when it runs. */
  static List<String> services(Bundle bundle) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    return revision == null
        ? List.of()
        : revision.getDeclaredCapabilities(SERVICE).stream()
            .map(capability -> capability.getAttributes().get("objectClass"))
            .filter(Collection.class::isInstance)
            .flatMap(names -> ((Collection<?>) names).stream())
            .map(String::valueOf)
            .toList();
  }

  /** The first thing that a bundle needs and that none of the others has. */
  static String missing(Bundle bundle, List<Bundle> all) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    return revision.getDeclaredRequirements(null).stream()
        .filter(Wiring::counts)
        .filter(needed -> all.stream().noneMatch(other -> provides(other, needed)))
        .findFirst()
        .map(Wiring::name)
        .orElse("felix:resolve " + bundle.getBundleId() + " says why");
  }

  private static boolean counts(BundleRequirement requirement) {
    Map<String, String> directives = requirement.getDirectives();
    String effective = directives.getOrDefault(Constants.EFFECTIVE_DIRECTIVE, "resolve");
    return effective.equals(Constants.EFFECTIVE_RESOLVE)
        && !Constants.RESOLUTION_OPTIONAL.equals(directives.get(Constants.RESOLUTION_DIRECTIVE));
  }

  private static boolean provides(Bundle bundle, BundleRequirement needed) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    Stream<BundleCapability> offered =
        revision == null
            ? Stream.empty()
            : revision.getDeclaredCapabilities(needed.getNamespace()).stream();
    return offered.anyMatch(needed::matches);
  }

  private static String name(BundleRequirement needed) {
    String filter = needed.getDirectives().get(Constants.FILTER_DIRECTIVE);
    boolean ofPackage = needed.getNamespace().equals("osgi.wiring.package");
    return "no bundle has " + (ofPackage ? "package" : needed.getNamespace()) + " " + filter;
  }
}
