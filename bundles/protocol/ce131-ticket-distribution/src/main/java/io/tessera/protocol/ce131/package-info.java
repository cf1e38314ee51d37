/**
 * CE 131 and CE 132: a Safrole ticket goes from the validator that made it to a proxy, and from
 * that to all validators, so that nobody learns whose it is (JAMNP-S, "CE 131/132: Safrole ticket
 * distribution").
 *
 * <pre>
 *  validator                                          validator
 *    | -- epoch (4) ++ attempt (1) ++ proof (784) -----> |   one message of 789 bytes
 *    | -- FIN -----------------------------------------> |
 *    | <----------------------------------------- FIN -- |
 * </pre>
 *
 * <p>CE 131 takes it to the proxy, one of the next epoch's validators, whom the ticket's id tells;
 * CE 132 takes it from there to each validator of the present epoch. The epoch is the one that the
 * ticket is for. What comes in is for the {@link io.tessera.chain.TicketPool} to verify; what goes
 * out comes from there, in a {@link io.tessera.protocol.ce131.Round} for each lottery, at the
 * {@link io.tessera.protocol.ce131.LotteryTimes}.
 */
package io.tessera.protocol.ce131;
