package io.tessera.operator.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tessera.operator.shell.Clauses.Clause;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

/** What is looked at before a bundle is touched; ShellIT does the rest. */
class SwapTest {
  @TempDir Path folder;

  private JarFacts jar(String... headers) throws Exception {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    for (int i = 0; i < headers.length; i += 2) {
      manifest.getMainAttributes().putValue(headers[i], headers[i + 1]);
    }
    Path file = folder.resolve("x.jar");
    try (OutputStream out = Files.newOutputStream(file)) {
      new JarOutputStream(out, manifest).close();
    }
    return JarFacts.read(file, "x.jar");
  }

  private static final List<Bundle> OTHERS =
      List.of(
          bundle(
              "osgi.wiring.package",
              Map.of("osgi.wiring.package", "io.tessera.net", "version", new Version("1.2"))),
          bundle(
              "osgi.ee",
              Map.of(
                  "osgi.ee", "JavaSE", "version", List.of(new Version("17"), new Version("21")))));

  private static Bundle bundle(String namespace, Map<String, Object> attributes) {
    BundleCapability capability =
        Stub.of(BundleCapability.class, Map.of("getAttributes", none -> attributes));
    BundleRevision revision =
        Stub.of(
            BundleRevision.class,
            Map.of(
                "getDeclaredCapabilities",
                name -> name[0].equals(namespace) ? List.of(capability) : List.of()));
    return Stub.of(Bundle.class, Map.of("adapt", type -> revision));
  }

  @Test
  void headersAreReadWithTheirQuotes() {
    assertEquals(
        List.of(
            new Clause("a", Map.of("version", "[1,2)", "uses:", "b,c;d")),
            new Clause("b", Map.of("version", "[1,2)", "uses:", "b,c;d")),
            new Clause("osgi.x", Map.of("list", "1, 2", "filter:", "(&(a=1)(b>=2))"))),
        Clauses.parse(
            "a;b;version=\"[1,2)\";uses:=\"b,c;d\", osgi.x; list:List<Long>=\"1, 2\";"
                + " filter:=\"(&(a=1)(b>=2))\""));
    assertEquals(List.of(), Clauses.parse(null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "io.tessera.net;version=\"[1.1,2)\" | ",
        "io.tessera.net | ",
        "io.nowhere;resolution:=optional,io.tessera.net | ",
        "own;version=\"[3,4)\" | ",
        "own;version=\"[4,5)\" | package own [4,5)",
        "io.tessera.net;version=\"[2,3)\" | package io.tessera.net [2,3)",
        "io.tessera.net,io.nowhere | package io.nowhere"
      })
  void aPackageThatNobodyHasIsNamed(String imports, String missing) throws Exception {
    JarFacts jar =
        jar(
            "Bundle-SymbolicName",
            "x",
            "Import-Package",
            imports,
            "Export-Package",
            "own;version=\"3.5\"");
    assertEquals(Optional.ofNullable(missing), jar.missing(OTHERS));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=21))\" | ",
        "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\" |"
            + " osgi.ee (&(osgi.ee=JavaSE)(version=99))",
        "osgi.service;effective:=active;filter:=\"(objectClass=x)\" | ",
        "osgi.extender;filter:=\"(osgi.extender=x)\" | osgi.extender (osgi.extender=x)"
      })
  void aCapabilityThatNobodyHasIsNamed(String needed, String missing) throws Exception {
    JarFacts jar = jar("Bundle-SymbolicName", "x;singleton:=true", "Require-Capability", needed);
    assertEquals("x", jar.name());
    assertEquals(Optional.ofNullable(missing), jar.missing(OTHERS));
  }

  @Test
  void whatIsNoBundleIsRefused() throws Exception {
    var e = assertThrows(CommandException.class, this::jar);
    assertEquals(
        "swap: 'x.jar' is no bundle: its manifest has no Bundle-SymbolicName", e.getMessage());
    Path text = Files.writeString(folder.resolve("text"), "no jar");
    e = assertThrows(CommandException.class, () -> JarFacts.read(text, "text"));
    assertEquals("swap: 'text' is no bundle: zip END header not found", e.getMessage());
    e =
        assertThrows(
            CommandException.class, () -> jar("Bundle-SymbolicName", "x", "Fragment-Host", "y"));
    assertEquals("swap: 'x.jar' is a fragment, which does not run", e.getMessage());
  }
}
