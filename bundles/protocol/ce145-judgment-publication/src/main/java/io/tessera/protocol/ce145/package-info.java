/**
 * CE 145: an auditor publishes a judgment of a work-report, and auditors pass negative ones on
 * (JAMNP-S, "CE 145: Judgment publication").
 *
 * <pre>
 *  auditor                                                                  validator
 *    | -- epoch (4) ++ index (2) ++ valid (1) ++ report (32) ++ signature (64) -> |
 *    | -- slot (4) ++ number ++ [index (2) ++ signature (64)] ------------------> |   if not valid
 *    | -- FIN ------------------------------------------------------------------> |
 *    | <------------------------------------------------------------------ FIN -- |
 * </pre>
 *
 * <p>The second message tells who guaranteed the report. A node's own judgments go to the auditors
 * of the epoch and to the validators after them, who can include them in blocks. Of others' only
 * negative ones are passed on, from auditor to auditor along the grid; a report that was judged
 * negative is requested when it is not there (CE 136), and handed to this node's auditor.
 *
 * <p>{@link io.tessera.protocol.ce145.JudgmentProtocol} speaks, {@link
 * io.tessera.protocol.ce145.Disputed} looks after the reports.
 */
package io.tessera.protocol.ce145;
