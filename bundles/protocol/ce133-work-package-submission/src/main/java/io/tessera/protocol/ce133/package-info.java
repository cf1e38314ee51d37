/**
 * CE 133: a builder submits a work-package to a guarantor (JAMNP-S, "CE 133: Work-package
 * submission").
 *
 * <pre>
 *  builder                                            guarantor
 *    | -- core (2) ++ work-package --------------------> |   at most 2 + 200 * 1024 bytes
 *    | -- extrinsic data ------------------------------> |   exactly as long as the package says
 *    | -- FIN -----------------------------------------> |
 *    | <----------------------------------------- FIN -- |
 * </pre>
 *
 * <p>The guarantor looks at the package before it reads the data, and resets the stream where it
 * does not take it. It does not matter how the connection came about. {@link
 * io.tessera.protocol.ce133.WorkPackageSubmissionProtocol} is the guarantor, {@link
 * io.tessera.protocol.ce133.PeerPackageSubmitter} the builder.
 */
package io.tessera.protocol.ce133;
