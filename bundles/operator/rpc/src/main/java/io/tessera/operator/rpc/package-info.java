/**
 * The node's JSON-RPC door for tools: JIP-2 ("Node RPC") over WebSocket.
 *
 * <pre>
 *  tool                                                      node
 *    | -- GET / , Upgrade: websocket --------------------->   |   no Origin, unless configured
 *    | -- {"jsonrpc":"2.0","id":1,"method":"bestBlock"} --->  |   a text message, or a batch of them
 *    | <-- {"jsonrpc":"2.0","result":{..},"id":1} ---------   |   in the order they are ready in
 *    | -- {.. "method":"subscribeBestBlock"} ------------->   |
 *    | <-- {.. "result":7} --------------------------------   |   the subscription's number
 *    | <-- {.. "method":"subscribeBestBlock",                 |   what holds now, then each change
 *    |      "params":{"subscription":7,"result":{..}}} ----   |
 * </pre>
 *
 * <p>{@link io.tessera.operator.rpc.RpcServer} is the socket, {@link
 * io.tessera.operator.rpc.Session} a connection's requests, {@link
 * io.tessera.operator.rpc.Dispatcher} JSON-RPC 2.0, {@link io.tessera.operator.rpc.Methods} the
 * list of all methods; what they answer is in the classes named {@code ...Methods}. {@link
 * io.tessera.operator.rpc.Node} is what they ask. The text followed is that of JIP-2 as of
 * 2025-10-31 ("Misc improvements, additions, and fixes"), which has error codes and objects for
 * results where the one before had arrays.
 */
package io.tessera.operator.rpc;
