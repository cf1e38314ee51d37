package io.tessera.lib.codec.block;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;

/** What refining a work-item gave: output, or the reason why there is none. */
public sealed interface WorkExecResult {

  /** A tag: 0 and the output with its length, or 1 to 6 for a failure. */
  Codec<WorkExecResult> CODEC = Codec.of("result", WorkExecResult::read, WorkExecResult::write);

  /**
   * Refinement succeeded.
   *
   * @param output what goes into accumulation
   */
  record Ok(Bytes output) implements WorkExecResult {}

  /** Refinement failed, with the tags of the Gray Paper's "Block Serialization", function O. */
  enum Failure implements WorkExecResult {
    /** The gas did not suffice. */
    OUT_OF_GAS(1),
    /** The program ended unexpectedly. */
    PANIC(2),
    /** The number of exported segments is not the one that the item announced. */
    BAD_EXPORTS(3),
    /** The output would have made the work-report too large. */
    OVERSIZE(4),
    /** The service's code was not available at the lookup anchor. */
    BAD_CODE(5),
    /** The service's code is larger than allowed. */
    CODE_OVERSIZE(6);

    private final int tag;

    Failure(int tag) {
      this.tag = tag;
    }
  }

  private static WorkExecResult read(JamReader in) {
    int tag = in.natural(Failure.CODE_OVERSIZE.tag);
    if (tag == 0) {
      return new Ok(in.blob());
    }
    for (Failure failure : Failure.values()) {
      if (failure.tag == tag) {
        return failure;
      }
    }
    throw in.fail("no failure has tag " + tag);
  }

  private static void write(WorkExecResult result, JamWriter out) {
    switch (result) {
      case Ok ok -> {
        out.natural(0);
        out.blob(ok.output);
      }
      case Failure failure -> out.natural(failure.tag);
    }
  }
}
