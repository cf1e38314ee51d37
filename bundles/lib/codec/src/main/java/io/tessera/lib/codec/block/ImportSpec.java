package io.tessera.lib.codec.block;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;

/**
 * A segment that a work-item imports.
 *
 * @param source segment-root of the segments it is one of, or hash of the work-package that
 *     exported it
 * @param sourceIsPackage whether the source is a work-package hash
 * @param index of the segment, below 2^15
 */
public record ImportSpec(Hash source, boolean sourceIsPackage, int index) {
  /** The hash, then two bytes whose highest bit marks a work-package hash. */
  public static final Codec<ImportSpec> CODEC =
      Codec.of("import", ImportSpec::read, ImportSpec::write);

  /** Bytes of an encoding. */
  static final int SIZE = Hash.SIZE + 2;

  private static final int PACKAGE = 0x8000;

  /**
   * Checks the index.
   *
   * @throws IllegalArgumentException when it does not fit in 15 bits
   */
  public ImportSpec {
    if (index < 0 || index >= PACKAGE) {
      throw new IllegalArgumentException("segment index " + index);
    }
  }

  private static ImportSpec read(JamReader in) {
    Hash source = Hash.CODEC.decode(in);
    int index = in.u16();
    return new ImportSpec(source, index >= PACKAGE, index % PACKAGE);
  }

  private static void write(ImportSpec spec, JamWriter out) {
    out.bytes(spec.source);
    out.u16(spec.index + (spec.sourceIsPackage ? PACKAGE : 0));
  }
}
