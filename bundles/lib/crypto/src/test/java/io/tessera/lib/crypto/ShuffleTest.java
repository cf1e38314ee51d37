package io.tessera.lib.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.jr.ob.JSON;
import io.tessera.lib.codec.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShuffleTest {

  @Test
  void ordersOfTheVectors() throws IOException {
    List<Object> vectors =
        JSON.std.listFrom(Files.readAllBytes(Vectors.ROOT.resolve("shuffle/shuffle_tests.json")));
    int elements = 0;
    for (Object each : vectors) {
      Map<?, ?> vector = (Map<?, ?>) each;
      int count = (int) vector.get("input");
      Hash seed = Hash.fromHex((String) vector.get("entropy"));
      List<Integer> input = IntStream.range(0, count).boxed().toList();
      assertEquals(vector.get("output"), Shuffle.of(input, seed));
      elements += count;
    }
    assertEquals(8, vectors.size());
    assertEquals(735, elements);
  }

  /** One of two elements, chosen by the lowest bit of the seed's first number. */
  @Test
  void twoElementsByHand() {
    for (int i = 0; i < 32; i++) {
      byte[] seed = new byte[Hash.SIZE];
      seed[0] = (byte) i;
      byte[] input = Arrays.copyOf(seed, Hash.SIZE + 4);
      List<String> expected =
          (Blake2b.hash(input).get(0) & 1) == 0 ? List.of("a", "b") : List.of("b", "a");
      assertEquals(expected, Shuffle.of(List.of("a", "b"), Hash.wrap(seed)));
    }
  }
}
