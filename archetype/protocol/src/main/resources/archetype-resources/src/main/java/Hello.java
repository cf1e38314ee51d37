package ${package};

import io.tessera.lib.codec.Codec;

/**
 * The question.
 *
 * @param name of who asks, for people
 */
record Hello(String name) {
  /** Most bytes of the name. */
  static final int MAX_NAME = 64;

  /** Most bytes of the message: a length of one byte or two, and the name. */
  static final int MAX_SIZE = 2 + MAX_NAME;

  private static final Codec<String> NAME = Text.codec("name", MAX_NAME);

  static final Codec<Hello> CODEC =
      Codec.of(
          "hello", in -> new Hello(NAME.decode(in)), (hello, out) -> NAME.encode(hello.name, out));
}
