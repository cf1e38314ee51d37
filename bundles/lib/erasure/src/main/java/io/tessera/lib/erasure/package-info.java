/**
 * The erasure code of the availability system, and the commitment to its shards.
 *
 * <ul>
 *   <li>{@link io.tessera.lib.erasure.ErasureCode}: a bundle or segments to shards and back (Gray
 *       Paper, appendix "Erasure Coding"), and which validator keeps which (JAMNP-S, "Shard
 *       assignment").
 *   <li>{@link io.tessera.lib.erasure.ErasureTree}, {@link io.tessera.lib.erasure.ShardProof},
 *       {@link io.tessera.lib.erasure.Justification}: the erasure-root, and that shards belong to
 *       it (JAMNP-S, CE 137 to 140).
 * </ul>
 *
 * <p>It is a Reed-Solomon code in GF(2^16). {@code Field} is the representation, {@code
 * AdditiveFft} the transform between values and coefficients, {@code Lanes} the arithmetic on whole
 * rows of words, {@code Encoder} and {@code Recovery} are the two directions. Pure computation;
 * {@code Points} says which values of the polynomial are shards.
 */
@Export
@Version("1.0.0")
package io.tessera.lib.erasure;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
