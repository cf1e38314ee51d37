package io.tessera.lib.erasure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.jr.ob.JSON;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.ProtocolParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The public vectors: what is coded, and all shards of it. */
class ErasureVectorsTest {
  private static final Path VECTORS =
      Path.of(System.getProperty("tessera.root"))
          .resolveSibling("shared")
          .resolve("vectors")
          .resolve("erasure");
  private static final int FILES = 6;

  @Test
  void tiny() throws Exception {
    check(VECTORS.resolve("tiny"), ErasureCode.of(ProtocolParameters.TINY));
  }

  @Test
  void full() throws Exception {
    check(VECTORS.resolve("full"), ErasureCode.of(ProtocolParameters.FULL));
  }

  private static void check(Path folder, ErasureCode code) throws Exception {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
    assertEquals(FILES, files.size(), "files in " + folder);
    for (Path file : files) {
      Vector vector = Vector.read(file);
      assertEquals(vector.shards, code.encode(vector.data), "shards of " + file);
      if (vector.data.size() == ErasureCode.SEGMENT_SIZE) {
        assertEquals(vector.shards, code.encodeSegments(List.of(vector.data)));
      }
      int length = vector.data.size();
      Random random = new Random(length);
      for (int round = 0; round < 5; round++) {
        List<Shard> some = Subsets.random(random, vector.shards, code.threshold());
        assertEquals(vector.data, code.reconstruct(some, length), "data of " + file);
      }
    }
  }

  private record Vector(Bytes data, List<Bytes> shards) {
    static Vector read(Path file) throws IOException {
      Map<String, Object> json = JSON.std.mapFrom(Files.readAllBytes(file));
      List<Bytes> shards =
          ((List<?>) json.get("shards"))
              .stream().map(shard -> Bytes.fromHex((String) shard)).toList();
      return new Vector(Bytes.fromHex((String) json.get("data")), shards);
    }
  }
}
