package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The manifests of the bundles that ship keep the rules of the house. */
class ManifestIT {

  @Test
  void theBundlesKeepTheRulesOfTheHouse() throws IOException {
    List<BundleFacts> bundles = BundleFacts.readAll(Paths.distribution().resolve("bundles"));
    assertTrue(bundles.stream().filter(BundleFacts::ours).count() >= 5, "bundles of ours ship");
    assertEquals(List.of(), HouseRules.check(bundles));
  }
}
