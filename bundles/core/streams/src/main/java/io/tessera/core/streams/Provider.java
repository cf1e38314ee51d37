package io.tessera.core.streams;

/**
 * Where a protocol comes from.
 *
 * @param bundle symbolic name of the bundle
 * @param version the bundle's version
 * @param ranking service ranking: of several for one kind the highest serves
 * @param order of equal ranking the lowest serves: the service id
 */
public record Provider(String bundle, String version, int ranking, long order) {}
