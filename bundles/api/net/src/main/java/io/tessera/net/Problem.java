package io.tessera.net;

/**
 * Why a part of this node cannot work: a service that a component registers instead of the one it
 * owes, for as long as that lasts, such as a port in use or a data directory of another chain. The
 * shell shows it; whether the node can go on without that part is the component's to decide.
 *
 * <p>Registered with {@link #LINE} as a service property too, so that who watches for problems
 * needs no class of ours.
 */
@FunctionalInterface
public interface Problem {
  /** Name of the service property that holds the line. */
  String LINE = "tessera.problem";

  /** One line for people: what is wrong, with the value, and the remedy. */
  String line();
}
