package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import org.junit.jupiter.api.Test;

class HouseRulesTest {
  private static final BundleFacts NET =
      bundle("io.tessera.api.net", "io.tessera.net", "Export-Package", "io.tessera.net;version=1");
  private static final BundleFacts NETTY =
      bundle("io.tessera.wrap.netty-quic", "io.netty.buffer", "Export-Package", "io.netty.buffer");

  private static BundleFacts bundle(String name, String packageName, String... headers) {
    Attributes attributes = new Attributes();
    for (int i = 0; i < headers.length; i += 2) {
      attributes.putValue(headers[i], headers[i + 1]);
    }
    return new BundleFacts(name, attributes, Set.of(packageName));
  }

  private static void assertBreaches(String expected, BundleFacts... bundles) {
    List<String> breaches = HouseRules.check(Arrays.asList(bundles));
    assertEquals(expected.isEmpty() ? List.of() : List.of(expected), breaches);
  }

  @Test
  void whatTheTableAllowsPasses() {
    BundleFacts quic =
        bundle(
            "io.tessera.transport.quic",
            "io.tessera.transport.quic",
            "Import-Package",
            "io.tessera.net;version=\"[1,2)\",io.netty.buffer,org.slf4j;resolution:=optional");
    assertBreaches("", NET, NETTY, quic);
  }

  @Test
  void aProtocolMayNotImportAWrapper() {
    BundleFacts protocol =
        bundle("io.tessera.protocol.x", "x", "Import-Package", "io.netty.buffer");
    assertBreaches("protocol.x imports io.netty.buffer of wrap.netty-quic", NETTY, protocol);
  }

  @Test
  void aRoleHasItsLibraries() {
    BundleFacts jackson = bundle("com.fasterxml.jackson.core", "j", "Export-Package", "j.core");
    BundleFacts protocol =
        bundle(
            "io.tessera.protocol.x", "io.tessera.protocol.x", "Import-Package", "j.core,javax.net");
    assertBreaches("protocol.x imports j.core, which is no library of its role", jackson, protocol);
    BundleFacts core =
        bundle("io.tessera.core.x", "io.tessera.core.x", "Import-Package", "org.osgi.framework");
    assertBreaches("", core);
    BundleFacts lib =
        bundle("io.tessera.lib.x", "io.tessera.lib.x", "Import-Package", "org.osgi.framework");
    assertBreaches("lib.x imports org.osgi.framework, which is no library of its role", lib);
  }

  @Test
  void aBundleAndItsPackagesHaveOneName() {
    assertBreaches(
        "sync.Some_x is not named io.tessera.<role>.<name>", bundle("io.tessera.sync.Some_x", "x"));
    assertBreaches("", bundle("io.tessera.protocol.ce9-x", "io.tessera.protocol.ce9.inner"));
    assertBreaches(
        "protocol.ce9-x has classes of package io.tessera.protocol.ce99"
            + " and not of io.tessera.protocol.ce9",
        bundle("io.tessera.protocol.ce9-x", "io.tessera.protocol.ce99"));
  }

  @Test
  void theApiOfNetworkMayNotImportThatOfTheChain() {
    BundleFacts chain =
        bundle(
            "io.tessera.api.chain",
            "io.tessera.chain",
            "Export-Package",
            "io.tessera.chain",
            "Import-Package",
            "io.tessera.net");
    assertBreaches("", NET, chain);
    BundleFacts net = bundle("io.tessera.api.net", "n", "Import-Package", "io.tessera.chain");
    assertBreaches("api.net imports io.tessera.chain of api.chain", chain, net);
  }

  @Test
  void theApiOfWorkStandsOnBothOthers() {
    BundleFacts chain = bundle("io.tessera.api.chain", "c", "Export-Package", "io.tessera.chain");
    BundleFacts work =
        bundle(
            "io.tessera.api.work",
            "w",
            "Export-Package",
            "io.tessera.work",
            "Import-Package",
            "io.tessera.net,io.tessera.chain");
    assertBreaches("", NET, chain, work);
    BundleFacts wrong = bundle("io.tessera.api.chain", "c", "Import-Package", "io.tessera.work");
    assertBreaches("api.chain imports io.tessera.work of api.work", NET, work, wrong);
  }

  @Test
  void onlySomeRolesExport() {
    BundleFacts core = bundle("io.tessera.core.x", "x", "Export-Package", "x;uses:=\"a,b\",y");
    assertBreaches("core.x exports [x, y]", core);
  }

  @Test
  void anApiShowsNoLibrary() {
    BundleFacts api =
        bundle("io.tessera.api.x", "x", "Export-Package", "x;uses:=\"java.util,io.netty.buffer\"");
    assertBreaches("api.x shows types of java.util,io.netty.buffer in package x", api);
  }

  @Test
  void noOtherTies() {
    BundleFacts sync = bundle("io.tessera.sync.x", "x", "Require-Bundle", "y");
    assertBreaches("sync.x has the header Require-Bundle", sync);
    BundleFacts dynamic = bundle("io.tessera.sync.x", "x", "DynamicImport-Package", "*");
    assertBreaches("sync.x has the header DynamicImport-Package", dynamic);
    BundleFacts optional =
        bundle(
            "io.tessera.sync.x", "x", "Import-Package", "io.tessera.net;resolution:=\"optional\"");
    assertBreaches("sync.x imports io.tessera.net optionally", NET, optional);
  }

  @Test
  void aPackageHasOneHome() {
    BundleFacts other = bundle("io.tessera.lib.x", "io.netty.buffer");
    assertBreaches(
        "lib.x has classes of package io.netty.buffer, as wrap.netty-quic has", NETTY, other);
  }

  @Test
  void aRoleMustBeInTheTable() {
    assertBreaches("misc.x has an unknown role", bundle("io.tessera.misc.x", "x"));
  }
}
