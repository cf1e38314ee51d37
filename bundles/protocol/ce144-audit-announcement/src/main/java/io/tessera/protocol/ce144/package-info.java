/**
 * CE 144: an auditor of a block announces to the others which work-reports it audits, and proves
 * that it must (JAMNP-S, "CE 144: Audit announcement").
 *
 * <pre>
 *  auditor                                                              auditor
 *    | -- block (32) ++ tranche (1) ++ statement ----------------------------> |
 *    | -- evidence ----------------------------------------------------------> |
 *    | -- FIN ---------------------------------------------------------------> |
 *    | <---------------------------------------------------------------- FIN -- |
 *
 *  statement: number ++ [core (2) ++ report (32)] ++ signature (64)
 *  evidence in tranche 0: VRF signature (96)
 *  evidence later, for each report of the statement, one after another:
 *    VRF signature (96) ++ number ++ [auditor (2) ++ its statement of the tranche before]
 * </pre>
 *
 * <p>A statement does not say whose it is: it counts as that of the peer that sends it. Each
 * auditor sends its own to all others, and nobody passes on what others have sent.
 */
package io.tessera.protocol.ce144;
