package io.tessera.net;

/** A way to find peers: registered as a service for tables; what it finds goes to {@link Peers}. */
public interface Discovery {

  /** Short name, such as {@code bootstrap}. */
  String name();

  /** One line for people: what it does right now. */
  String status();

  /** How many addresses it has found since it started. */
  long found();
}
