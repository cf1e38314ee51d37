package io.tessera.launcher;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/** Why a bundle does not start, in one line. */
final class StartFailure {
  private static final Pattern NAME =
      Pattern.compile("\\(" + Pattern.quote(PackageNamespace.PACKAGE_NAMESPACE) + "=([^)]+)\\)");
  private static final Pattern FROM = Pattern.compile("(?<!\\(!)\\(version>=([^)]+)\\)");
  private static final Pattern BELOW = Pattern.compile("\\(!\\(version>=([^)]+)\\)\\)");

  private StartFailure() {}

  /** From what the framework said about it. */
  static String line(BundleContext context, Bundle bundle, BundleException failure) {
    if (failure.getType() == BundleException.RESOLVE_ERROR) {
      String missing = missing(context, bundle);
      return missing.isEmpty() ? Cause.line(failure) : missing;
    }
    return Cause.line(failure);
  }

  /** What it needs and no installed bundle has; empty when the reason is another one. */
  private static String missing(BundleContext context, Bundle bundle) {
    List<BundleCapability> offered =
        Arrays.stream(context.getBundles())
            .map(each -> each.adapt(BundleRevision.class))
            .filter(Objects::nonNull)
            .flatMap(revision -> revision.getDeclaredCapabilities(null).stream())
            .toList();
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    return revision.getDeclaredRequirements(null).stream()
        .filter(requirement -> !"optional".equals(requirement.getDirectives().get("resolution")))
        .filter(requirement -> !"dynamic".equals(requirement.getDirectives().get("resolution")))
        .filter(requirement -> offered.stream().noneMatch(requirement::matches))
        .map(requirement -> text(requirement, offered))
        .collect(Collectors.joining("; "));
  }

  private static String text(BundleRequirement requirement, List<BundleCapability> offered) {
    String filter = String.valueOf(requirement.getDirectives().get("filter"));
    Optional<String> name = group(NAME, filter);
    if (!requirement.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE) || name.isEmpty()) {
      return "it needs " + requirement.getNamespace() + " " + filter + ", which nothing here has";
    }
    String wanted = "it imports package " + name.get() + range(filter);
    String there =
        offered.stream()
            .filter(
                capability ->
                    name.get().equals(capability.getAttributes().get(capability.getNamespace())))
            .map(
                capability ->
                    capability.getAttributes().get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE)
                        + " ("
                        + capability.getRevision().getSymbolicName()
                        + ")")
            .collect(Collectors.joining(", "));
    return there.isEmpty()
        ? wanted + ", which no bundle here exports: add the bundle that does"
        : wanted + ", and there is " + there + ": build it against that version";
  }

  /** As a manifest has it, such as {@code [1.0.0,2.0.0)}. */
  private static String range(String filter) {
    Optional<String> from = group(FROM, filter);
    Optional<String> below = group(BELOW, filter);
    if (from.isEmpty()) {
      return "";
    }
    return below.isEmpty()
        ? " " + from.get() + " or newer"
        : " [" + from.get() + "," + below.get() + ")";
  }

  private static Optional<String> group(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
