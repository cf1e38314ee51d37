package io.tessera.lib.codec.block;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.jr.ob.JSON;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Vectors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every structure of the public vectors, byte by byte and field by field. */
class CodecVectorsTest {

  @ParameterizedTest
  @ValueSource(strings = {"tiny", "full"})
  void decodeToTheReadableFormAndEncodeToTheSameBytes(String chain) throws Exception {
    List<Path> files = Vectors.files(Vectors.ROOT.resolve("codec").resolve(chain), ".bin");
    assertEquals(15, files.size(), "structures of " + chain);
    for (Path file : files) {
      check(file, Structures.codecOf(file));
    }
  }

  private static <T> void check(Path file, Codec<T> codec) throws Exception {
    byte[] bytes = Vectors.read(file);
    T value = codec.decode(bytes);
    assertArrayEquals(bytes, codec.encode(value), file.toString());
    Path json = file.resolveSibling(file.getFileName().toString().replace(".bin", ".json"));
    Object expected = comparable(JSON.std.anyFrom(Vectors.read(json)));
    assertEquals(expected, ReadableForm.of(value), file.toString());
  }

  /** Numbers of one class, so that they can be equal. */
  private static Object comparable(Object json) {
    if (json instanceof Number number) {
      return number.longValue();
    }
    if (json instanceof List<?> list) {
      return Arrays.asList(list.stream().map(CodecVectorsTest::comparable).toArray());
    }
    if (json instanceof Map<?, ?> map) {
      Map<Object, Object> fields = new LinkedHashMap<>();
      map.forEach((key, value) -> fields.put(key, comparable(value)));
      return fields;
    }
    return json;
  }
}
