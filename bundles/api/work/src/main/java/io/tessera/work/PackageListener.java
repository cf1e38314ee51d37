package io.tessera.work;

import io.tessera.lib.codec.PeerId;

/** Is told what becomes of submitted work-packages. Must be quick; any thread. */
public interface PackageListener {

  /** The pool holds one more, which a builder brought. */
  void held(Submission submission, PeerId builder);

  /** What a builder brought breaks a rule that it could have known. */
  default void refused(PeerId builder, String why) {}
}
