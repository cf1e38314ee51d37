/**
 * CE 146: a builder submits a work-package with all that it imports (JAMNP-S, "CE 146: Work-package
 * bundle submission").
 *
 * <pre>
 *  builder                                            guarantor
 *    | -- core (2) ++ segments-root mappings ----------> |   a number, then 64 bytes each
 *    | -- work-package --------------------------------> |   at most 200 * 1024 bytes
 *    | -- extrinsic data ------------------------------> |   exactly as long as the package says
 *    | -- imported segments ---------------------------> |   4104 bytes each
 *    | -- import proofs -------------------------------> |   a number of hashes and the hashes, each
 *    | -- FIN -----------------------------------------> |
 *    | <----------------------------------------- FIN -- |
 * </pre>
 *
 * <p>The guarantor resets the stream at the first part that it does not take. {@link
 * io.tessera.protocol.ce146.BundleSubmissionProtocol} is the guarantor, {@link
 * io.tessera.protocol.ce146.PeerBundleSubmitter} the builder.
 */
package io.tessera.protocol.ce146;
