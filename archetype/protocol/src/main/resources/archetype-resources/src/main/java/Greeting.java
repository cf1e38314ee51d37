package ${package};

import io.tessera.lib.codec.Codec;

/**
 * The answer.
 *
 * @param text for people
 * @param count of greetings that the node has given since it started, this one included; below 2^32
 */
record Greeting(String text, long count) {
  /** Most bytes of the text. */
  static final int MAX_TEXT = 256;

  /** Most bytes of the message: a length of one byte or two, the text, and the count. */
  static final int MAX_SIZE = 2 + MAX_TEXT + 4;

  private static final Codec<String> TEXT = Text.codec("text", MAX_TEXT);

  static final Codec<Greeting> CODEC =
      Codec.of(
          "greeting",
          in -> new Greeting(TEXT.decode(in), in.u32()),
          (greeting, out) -> {
            TEXT.encode(greeting.text, out);
            out.u32(greeting.count);
          });
}
