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
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.jar.Manifest;

/**
 * Compares exported packages with those of an earlier release, by bnd: what was taken away or must
 * be implemented anew needs another major version of its package, what was added another minor one.
 */
final class ApiBaseline {
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
        } else if (delta != Delta.UNCHANGED && each.mismatch) {
          breaches.add(
              each.packageName
                  + " has changed since "
                  + release
                  + ": its package-info needs @Version(\""
                  + each.suggestedVersion
                  + "\"), and has "
                  + each.newerVersion
                  + ". "
                  + String.join("; ", changes(each.packageDiff)));
        }
      }
    }
    return breaches;
  }

  /** What has come, gone or changed, such as {@code example.Node: REMOVED METHOD name()}. */
  private static List<String> changes(Diff diff) {
    List<String> changes = new ArrayList<>();
    for (Diff child : diff.getChildren()) {
      Delta delta = child.getDelta();
      if (delta == Delta.UNCHANGED || delta == Delta.IGNORED || child.getType() == Type.VERSION) {
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
