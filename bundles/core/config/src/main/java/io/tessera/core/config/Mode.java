package io.tessera.core.config;

import java.util.Locale;
import java.util.Set;

/** What the node was started for; decides which bundles' components are configured. */
enum Mode {
  /** A node that runs: all of them. */
  RUN(""),
  /**
   * Blocks are read from files: nothing opens a socket, also of what an operator has switched on.
   */
  IMPORT("core store"),
  /**
   * The node's key is made or shown: needs neither chain nor network, nor may it disturb a node.
   */
  KEY("core"),
  /** A specification is made: needs no component that is configured. */
  CHAIN("");

  private static final String OURS = "io.tessera.";
  private final String roles;

  Mode(String roles) {
    this.roles = roles;
  }

  static Mode of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** By the role in the bundle's symbolic name; a bundle that is not ours is for running nodes. */
  boolean wants(String symbolicName) {
    if (this == RUN) {
      return true;
    }
    String name = symbolicName == null ? "" : symbolicName;
    int end = name.indexOf('.', OURS.length());
    return name.startsWith(OURS)
        && end > 0
        && Set.of(roles.split(" ")).contains(name.substring(OURS.length(), end));
  }
}
