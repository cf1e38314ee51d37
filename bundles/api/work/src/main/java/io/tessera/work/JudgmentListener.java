package io.tessera.work;

/** Is told of judgments that this node has got hold of; see {@link JudgmentPool#addListener}. */
@FunctionalInterface
public interface JudgmentListener {

  /** The {@link JudgmentPool} holds one more. Must be quick; any thread. */
  void held(JudgmentPool.Held judgment);
}
