package io.tessera.testing.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.merkle.InvalidProofException;
import io.tessera.work.BundleCheck;
import io.tessera.work.Coding;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A bundle is what the report is about to the last octet, or is refused. */
class TestPackageTest {
  private static final TestPackage PACKAGE = TestPackage.of(ProtocolParameters.TINY, 0, 1, 20, 0);

  private static final WorkReport REPORT = PACKAGE.report();
  private static final Bytes BUNDLE = PACKAGE.coded().bundle();

  @Test
  void theBundleOfTheReportIsRight() throws Exception {
    BundleCheck.verify(BUNDLE, REPORT);
  }

  /** Package, blob, segments and proofs: nothing can be changed. */
  @Test
  void everyOctetCounts() {
    for (int i = 0; i < BUNDLE.size(); i += i < 600 || i > BUNDLE.size() - 600 ? 1 : 97) {
      byte[] changed = BUNDLE.toByteArray();
      changed[i] ^= 1;
      refused(Bytes.wrap(changed), REPORT);
    }
  }

  private static void refused(Bytes bundle, WorkReport report) {
    assertThrows(InvalidProofException.class, () -> BundleCheck.verify(bundle, report));
  }

  @Test
  void lengthAndEndAreThoseOfTheReport() {
    byte[] bytes = BUNDLE.toByteArray();
    refused(Bytes.wrap(Arrays.copyOf(bytes, bytes.length - 1)), REPORT);
    refused(Bytes.wrap(Arrays.copyOf(bytes, bytes.length + 1)), REPORT);
    Bytes longer = Bytes.wrap(Arrays.copyOf(bytes, bytes.length + 1));
    refused(longer, with(spec(REPORT.packageSpec().hash(), longer.size())));
    Bytes shorter = Bytes.wrap(Arrays.copyOf(bytes, bytes.length - 1));
    refused(shorter, with(spec(REPORT.packageSpec().hash(), shorter.size())));
  }

  private static PackageSpec spec(Hash hash, long length) {
    return new PackageSpec(hash, length, Hash.ZERO, Hash.ZERO, 0);
  }

  private static WorkReport with(PackageSpec spec) {
    return new WorkReport(
        spec,
        REPORT.context(),
        0,
        Hash.ZERO,
        0,
        Bytes.EMPTY,
        REPORT.segmentRootLookup(),
        List.of());
  }

  @Test
  void itIsThePackageOfTheReport() {
    refused(BUNDLE, with(spec(Hash.ZERO, BUNDLE.size())));
  }

  /** An import that names a package counts with the segment-root that the report gives it. */
  @Test
  void theReportNamesTheRootsOfImportsByPackage() {
    WorkReport without =
        new WorkReport(
            REPORT.packageSpec(),
            REPORT.context(),
            0,
            Hash.ZERO,
            0,
            Bytes.EMPTY,
            List.of(),
            List.of());
    refused(BUNDLE, without);
  }

  /** W_B counts most of a bundle; its fields and the lengths of its proofs come on top. */
  @Test
  void aBundleMayBeLargerThanWbByItsEncoding() {
    Coding coding = Coding.of(ProtocolParameters.FULL);
    int over = coding.mostBundle() - ProtocolParameters.FULL.maxBundleSize();
    assertTrue(over > 34 * 3072 + 36 * 128 + 3072 && over < 120_000, over + " octets");
    assertTrue(coding.fits(spec(Hash.ZERO, coding.mostBundle())));
    assertTrue(!coding.fits(spec(Hash.ZERO, coding.mostBundle() + 1L)));
    PackageSpec many = new PackageSpec(Hash.ZERO, 1, Hash.ZERO, Hash.ZERO, 3072);
    assertTrue(coding.fits(many));
    assertEquals(3072 + 48, coding.segments(many));
    assertEquals(12 * 3120, coding.segmentShardsSize(many));
    assertTrue(!coding.fits(new PackageSpec(Hash.ZERO, 1, Hash.ZERO, Hash.ZERO, 3073)));
    assertThrows(
        IllegalArgumentException.class, () -> coding.bundleShardSize(spec(Hash.ZERO, 1 << 24)));
    assertEquals(2 * 15, coding.bundleShardSize(spec(Hash.ZERO, 10_000)));
  }
}
