package io.tessera.protocol.ce133;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.block.WorkPackage;

/**
 * The first message: {@code Core Index ++ Work-Package}.
 *
 * @param core index of the core, of 16 bits
 * @param workPackage the package
 */
record CorePackage(int core, WorkPackage workPackage) {
  /** Most bytes of the message, so that nobody has to take a large package to see what it is. */
  static final int MAX_SIZE = 2 + 200 * 1024;

  static final Codec<CorePackage> CODEC =
      Codec.of(
          "core and package",
          in -> new CorePackage(in.u16(), WorkPackage.CODEC.decode(in)),
          (value, out) -> {
            out.u16(value.core);
            WorkPackage.CODEC.encode(value.workPackage, out);
          });
}
