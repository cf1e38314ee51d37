package io.tessera.lib.codec.block;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.CodecException;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.RingVrfSignature;
import io.tessera.lib.codec.Vectors;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the vectors leave open, by hand from the Gray Paper's "Block Serialization". */
class BlockDetailsTest {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;
  private static final Hash ONE = Hash.fromHex("01".repeat(32));
  private static final Hash TWO = Hash.fromHex("02".repeat(32));

  /** All five are naturals; the vectors hold zeroes only, which every order would give. */
  @Test
  void refineLoadIsFiveNaturalsInOrder() {
    RefineLoad load = new RefineLoad(16_384, 1, 128, -1, 2);
    golden("c00040" + "01" + "8080" + "ffffffffffffffffff" + "02", RefineLoad.CODEC, load);
  }

  @Test
  void coreAndGasOfAReportAreNaturals() {
    byte[] bytes = vector("work_report");
    WorkReport report = WorkReport.CODEC.decode(bytes);
    WorkReport other =
        new WorkReport(
            report.packageSpec(),
            report.context(),
            300,
            report.authorizerHash(),
            128,
            report.authOutput(),
            report.segmentRootLookup(),
            report.results());
    Bytes encoded = Bytes.wrap(WorkReport.CODEC.encode(other));
    assertEquals(bytes.length + 2, encoded.size());
    assertTrue(encoded.toHex().contains("812c" + report.authorizerHash() + "8080"));
    assertEquals(other, WorkReport.CODEC.decode(encoded.toByteArray()));
  }

  @ParameterizedTest
  @CsvSource({
    "OUT_OF_GAS, 01",
    "PANIC, 02",
    "BAD_EXPORTS, 03",
    "OVERSIZE, 04",
    "BAD_CODE, 05",
    "CODE_OVERSIZE, 06"
  })
  void failuresHaveTags(WorkExecResult.Failure failure, String hex) {
    golden(hex, WorkExecResult.CODEC, failure);
  }

  @Test
  void outputHasTagZeroAndItsLength() {
    golden("0002aabb", WorkExecResult.CODEC, new WorkExecResult.Ok(Bytes.fromHex("aabb")));
    assertThrows(CodecException.class, () -> WorkExecResult.CODEC.decode(new byte[] {7}));
  }

  @Test
  void highestBitOfAnImportMarksAPackageHash() {
    golden("01".repeat(32) + "0500", ImportSpec.CODEC, new ImportSpec(ONE, false, 5));
    golden("01".repeat(32) + "0580", ImportSpec.CODEC, new ImportSpec(ONE, true, 5));
    assertThrows(IllegalArgumentException.class, () -> new ImportSpec(ONE, false, 0x8000));
  }

  /** A set or dictionary in another order, or with an element twice, would be a second encoding. */
  @Test
  void setsAscend() {
    RefineContext context = new RefineContext(ONE, ONE, ONE, ONE, 1, List.of(ONE, TWO));
    byte[] good = RefineContext.CODEC.encode(context);
    assertEquals(context, RefineContext.CODEC.decode(good));
    for (List<Hash> wrong : List.of(List.of(TWO, ONE), List.of(ONE, ONE))) {
      byte[] bad = RefineContext.CODEC.encode(new RefineContext(ONE, ONE, ONE, ONE, 1, wrong));
      CodecException refused =
          assertThrows(CodecException.class, () -> RefineContext.CODEC.decode(bad));
      assertEquals("prerequisites not in ascending order at element 1", refused.reason());
      assertEquals("context", refused.path());
      assertEquals(4 * 32 + 4, refused.offset());
    }
  }

  @Test
  void bitsBeyondTheLastCoreAreZero() {
    Assurance assurance =
        new Assurance(ONE, Bytes.fromHex("02"), 3, Ed25519Signature.wrap(new byte[64]));
    assertFalse(assurance.assures(0));
    assertTrue(assurance.assures(1));
    Codec<Assurance> codec = Assurance.codec(TINY);
    golden("01".repeat(32) + "02" + "0300" + "00".repeat(64), codec, assurance);
    byte[] third = codec.encode(assurance);
    third[32] = 0b110;
    CodecException refused = assertThrows(CodecException.class, () -> codec.decode(third));
    assertEquals("bits of the bitfield beyond core 1", refused.reason());
    assertEquals(32, refused.offset());
  }

  @Test
  void blockHoldsNoMoreThanTheChainAllows() {
    TicketEnvelope ticket = new TicketEnvelope(1, RingVrfSignature.wrap(new byte[784]));
    Codec<List<TicketEnvelope>> codec = Extrinsic.ticketsCodec(TINY);
    assertEquals(1 + 3 * 785, codec.encode(Collections.nCopies(3, ticket)).length);
    byte[] four = codec.encode(Collections.nCopies(4, ticket));
    assertThrows(CodecException.class, () -> codec.decode(four));
  }

  @ParameterizedTest
  @CsvSource({"header_0", "header_1"})
  void unsealedHeaderIsAllButTheSeal(String name) {
    byte[] bytes = vector(name);
    Header header = Header.codec(TINY).decode(bytes);
    assertArrayEquals(Arrays.copyOf(bytes, bytes.length - 96), header.encodeUnsealed(TINY));
  }

  @Test
  void errorsNameThePlaceInABlock() {
    byte[] bytes = vector("block");
    int disputes = bytes.length - vector("disputes_extrinsic").length;
    int vote = disputes + 1 + 32 + 4; // behind the number of verdicts, the target and the age
    bytes[vote] = 2;
    CodecException refused =
        assertThrows(CodecException.class, () -> Block.codec(TINY).decode(bytes));
    assertEquals("block.extrinsic.disputes.verdicts[0].verdict.votes[0].vote", refused.path());
    assertEquals(vote, refused.offset());
    assertEquals("0 or 1 expected, found 2", refused.reason());
  }

  private static <T> void golden(String hex, Codec<T> codec, T value) {
    assertEquals(hex, Bytes.wrap(codec.encode(value)).toHex());
    assertEquals(value, codec.decode(Bytes.fromHex(hex).toByteArray()));
  }

  private static byte[] vector(String name) {
    return Vectors.read(Vectors.ROOT.resolve("codec").resolve("tiny").resolve(name + ".bin"));
  }
}
