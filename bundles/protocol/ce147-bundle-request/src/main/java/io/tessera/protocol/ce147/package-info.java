/**
 * CE 147: an auditor asks a guarantor of a report for the whole work-bundle (JAMNP-S, "CE 147:
 * Bundle request").
 *
 * <pre>
 *  auditor                                            guarantor
 *    | -- erasure-root (32) ---------------------------> |
 *    | -- FIN -----------------------------------------> |
 *    | <--------------------------------- work-bundle -- |   one message
 *    | <----------------------------------------- FIN -- |
 * </pre>
 *
 * <p>{@link io.tessera.protocol.ce147.BundleRequestProtocol} is the guarantor, {@link
 * io.tessera.protocol.ce147.PeerBundleFetcher} the auditor, who goes on to CE 138 when no guarantor
 * has the bundle that the report is about.
 */
package io.tessera.protocol.ce147;
