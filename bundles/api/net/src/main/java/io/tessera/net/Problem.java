package io.tessera.net;

/**
 * Why a part of this node cannot work: a service that a component registers instead of the one it
 * owes, for as long as that lasts, such as a port in use or a data directory of another chain. The
 * launcher ends a node that is starting with this line on standard error; a node that is up goes
 * on, logs it and shows it in the shell.
 *
 * <p>Registered with {@link #LINE} as a service property too, so that who watches for problems
 * needs no class of ours.
 */
@FunctionalInterface
public interface Problem {
  /** Name of the service property that holds the line. */
  String LINE = "tessera.problem";

  /**
   * Name of the optional service property with the exit status of a node that ends, 1 if absent.
   */
  String STATUS = "tessera.status";

  /**
   * Name of the optional service property that is {@code true} for a part without which a node can
   * do: one that is starting goes on too, and who registers the problem has logged it.
   */
  String GOES_ON = "tessera.goes_on";

  /** One line for people: what is wrong, with the value, and the remedy. */
  String line();
}
