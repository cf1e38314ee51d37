package ${package};

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.JamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text within a message: its length in bytes as a natural number, then UTF-8. */
final class Text {
  private Text() {}

  /** At most so many bytes: what a peer sends is believed only after it was bounded. */
  static Codec<String> codec(String name, int most) {
    return Codec.of(
        name,
        in -> read(in, in.natural(most)),
        (text, out) -> out.blob(Bytes.wrap(text.getBytes(StandardCharsets.UTF_8))));
  }

  private static String read(JamReader in, int length) {
    byte[] bytes = in.bytes(length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw in.fail("no UTF-8");
    }
  }
}
