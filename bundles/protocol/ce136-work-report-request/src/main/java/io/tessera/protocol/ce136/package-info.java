/**
 * CE 136: an auditor asks another one for a work-report that somebody has judged invalid and that
 * it does not have (JAMNP-S, "CE 136: Work-report request").
 *
 * <pre>
 *  auditor                                            auditor
 *    | -- hash of the report (32) ----------------------> |
 *    | -- FIN ------------------------------------------> |
 *    | <--------------------------------- work-report -- |   one message
 *    | <------------------------------------------ FIN -- |
 * </pre>
 *
 * <p>Who does not have the report resets the stream. {@link
 * io.tessera.protocol.ce136.WorkReportRequestProtocol} answers from all {@link
 * io.tessera.work.ReportSource}s, {@link io.tessera.protocol.ce136.PeerReportFetcher} asks: first
 * those who have sent negative judgments, then other validators.
 */
package io.tessera.protocol.ce136;
