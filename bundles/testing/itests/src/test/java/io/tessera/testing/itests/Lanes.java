package io.tessera.testing.itests;

/** Orders of classes: what takes longest begins first, so that no lane goes on alone at the end. */
final class Lanes {
  static final int LONG = 0;

  private Lanes() {}
}
