/**
 * CE 200: a node says hello, and is greeted. Stream kinds of 200 and above are free: JAMNP-S gives
 * 0 and those from 128 on, one after another.
 *
 * <pre>
 *  node                                            node
 *    | -- name -------------------------------------> |   one message
 *    | -- FIN --------------------------------------> |
 *    | <----------- greeting ++ how many so far (4) -- |   one message
 *    | <---------------------------------------- FIN -- |
 * </pre>
 *
 * <p>{@link HelloProtocol} answers, {@link HelloCommand} asks: type {@code hello:hello PEER NAME} in
 * the shell of a node.
 */
package ${package};
