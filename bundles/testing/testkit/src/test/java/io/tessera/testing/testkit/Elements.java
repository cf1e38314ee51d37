package io.tessera.testing.testkit;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;

/** Elements of a message that is read one by one. */
final class Elements {
  /** A length and so many bytes. */
  static final Codec<Bytes> BLOB =
      new Codec<>() {
        @Override
        public Bytes decode(JamReader in) {
          return in.blob();
        }

        @Override
        public void encode(Bytes value, JamWriter out) {
          out.blob(value);
        }
      };

  private Elements() {}
}
