package io.tessera.lib.codec.block;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.Vectors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The extrinsics with which the transition vectors begin: also those that break a rule are well
 * formed, so that it is the rule and not the codec that refuses them.
 */
class TransitionVectorsTest {

  @ParameterizedTest
  @CsvSource({
    "reports, 42, 0",
    "assurances, 10, 0",
    "disputes, 28, 0",
    "preimages, 8, 0",
    "safrole, 21, 36"
  })
  void extrinsicsEncodeToTheSameBytes(String transition, int count, int skipped) {
    Path folder = Vectors.ROOT.resolve("stf").resolve(transition).resolve("tiny");
    List<Path> files = Vectors.files(folder, ".bin");
    assertEquals(count, files.size());
    for (Path file : files) {
      check(codecOf(transition), file, skipped);
    }
  }

  private static <T> void check(Codec<T> codec, Path file, int skipped) {
    byte[] bytes = Vectors.read(file);
    JamReader in = new JamReader(bytes, skipped, bytes.length - skipped);
    T extrinsic = codec.decode(in);
    int end = skipped + Math.toIntExact(in.offset());
    assertArrayEquals(
        Arrays.copyOfRange(bytes, skipped, end), codec.encode(extrinsic), file.toString());
  }

  private static Codec<?> codecOf(String transition) {
    ProtocolParameters tiny = ProtocolParameters.TINY;
    return switch (transition) {
      case "reports" -> Extrinsic.guaranteesCodec(tiny);
      case "assurances" -> Extrinsic.assurancesCodec(tiny);
      case "disputes" -> Disputes.codec(tiny);
      case "preimages" -> Extrinsic.preimagesCodec();
      case "safrole" -> Extrinsic.ticketsCodec(tiny);
      default -> throw new AssertionError(transition);
    };
  }
}
