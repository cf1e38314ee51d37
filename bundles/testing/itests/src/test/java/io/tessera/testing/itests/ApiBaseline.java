package io.tessera.testing.itests;

import aQute.bnd.differ.Baseline;
import aQute.bnd.differ.DiffPluginImpl;
import aQute.bnd.osgi.Analyzer;
import aQute.bnd.osgi.Instructions;
import aQute.bnd.osgi.Jar;
import aQute.bnd.osgi.Processor;
import aQute.bnd.service.diff.Delta;
import aQute.bnd.service.diff.Diff;
import aQute.bnd.service.diff.Type;
import aQute.bnd.version.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/**
 * Compares exported packages with those of an earlier release, by bnd: what was taken away or must
 * be implemented anew needs another major version of its package, what was added another minor one.
 */
final class ApiBaseline {
  private static final String VERSION = "org.osgi.annotation.versioning.Version";
  private static final int MOST_SHOWN = 10;

  private ApiBaseline() {}

  /** What is wrong, a line a package; empty when all versions tell what has changed. */
  static List<String> breaches(String release, Jar newer, Jar older) throws Exception {
    List<String> breaches = new ArrayList<>();
    try (Processor reporter = new Processor()) {
      Baseline baseline = new Baseline(reporter, new DiffPluginImpl());
      for (Baseline.Info each : baseline.baseline(newer, older, new Instructions("*"))) {
        Delta delta = each.packageDiff.getDelta();
        if (delta == Delta.REMOVED) {
          breaches.add(
              each.packageName + " is gone, which " + release + " has: plugins need it; keep it");
        } else if (delta != Delta.UNCHANGED && isLess(each.newerVersion, each.suggestedVersion)) {
          breaches.add(
              each.packageName
                  + " has changed since "
                  + release
                  + ": its package-info needs @Version(\""
                  + each.suggestedVersion
                  + "\"), and has "
                  + each.newerVersion
                  + ". "
                  + shown(changes(each.packageDiff)));
        }
      }
    }
    return breaches;
  }

  /** What was removed comes first, since nothing else is as bad. */
  private static String shown(List<String> changes) {
    String first =
        changes.stream()
            .sorted(Comparator.comparing(change -> !change.contains("REMOVED")))
            .limit(MOST_SHOWN)
            .collect(Collectors.joining("; "));
    int more = changes.size() - MOST_SHOWN;
    return more > 0 ? first + "; and " + more + " more" : first;
  }

  /** By what importers look at: nobody asks for a micro version. */
  private static boolean isLess(Version version, Version needed) {
    return version.getMajor() < needed.getMajor()
        || (version.getMajor() == needed.getMajor() && version.getMinor() < needed.getMinor());
  }

  /** What has come, gone or changed, such as {@code example.Node: REMOVED METHOD name()}. */
  private static List<String> changes(Diff diff) {
    List<String> changes = new ArrayList<>();
    for (Diff child : diff.getChildren()) {
      Delta delta = child.getDelta();
      if (delta == Delta.UNCHANGED || delta == Delta.IGNORED || isVersion(child)) {
        continue;
      }
      boolean whole = delta == Delta.ADDED || delta == Delta.REMOVED;
      List<String> inner = whole ? List.of() : changes(child);
      inner.forEach(each -> changes.add(child.getName() + ": " + each));
      if (inner.isEmpty()) {
        changes.add(delta + " " + child.getType() + " " + child.getName());
      }
    }
    return changes;
  }

  /** The package's own version, which is no change but tells of one. */
  private static boolean isVersion(Diff diff) {
    return diff.getType() == Type.VERSION
        || (diff.getType() == Type.ANNOTATED && diff.getName().equals(VERSION));
  }

  /** Classes of several folders as one bundle, with the exports that their annotations ask for. */
  static Jar jar(Collection<Path> classes) throws Exception {
    Jar all = new Jar("api");
    for (Path folder : classes) {
      all.addAll(new Jar(folder.toFile())); // their content is closed with all
    }
    all.setManifest((Manifest) null);
    try (Analyzer analyzer = new Analyzer(all)) {
      analyzer.setBundleSymbolicName("api");
      analyzer.setBundleVersion("1.0.0");
      all.setManifest(analyzer.calcManifest());
      analyzer.setJar((Jar) null); // it would be closed, too
      if (!analyzer.getErrors().isEmpty()) {
        throw new IOException("bnd: " + analyzer.getErrors());
      }
    }
    return all;
  }
}
