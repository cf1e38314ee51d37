/**
 * The components of the chain's state as immutable records with their codecs, and the keys under
 * which they stand (Gray Paper, appendix "State Merklization", section "Serialization").
 *
 * <p>{@link io.tessera.lib.codec.state.StateComponent} names all sixteen components; {@link
 * io.tessera.lib.codec.state.StateKeys} makes the keys. Numbers are of fixed length here, but for
 * the activity of cores and services. The names of fields are the Gray Paper's words, not its
 * letters.
 */
@Export
@Version("1.0.0")
package io.tessera.lib.codec.state;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
