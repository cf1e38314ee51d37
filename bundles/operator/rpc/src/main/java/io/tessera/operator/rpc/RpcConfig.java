package io.tessera.operator.rpc;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What an operator can set. */
@ObjectClassDefinition(
    id = RpcConfig.PID,
    name = "JIP-2 RPC",
    description = "Answers tools on this machine about chain and state, over WebSocket")
@interface RpcConfig {
  String PID = "io.tessera.operator.rpc";

  @AttributeDefinition(
      name = "Enabled",
      description = "Whether to listen; off unless it is true here")
  boolean enabled() default false;

  @AttributeDefinition(
      name = "Address",
      description =
          "Where to listen. Whoever can connect can ask, and submit work: leave it at loopback, and"
              + " let others come by way of a tunnel or a proxy that knows them")
  String address() default "127.0.0.1";

  @AttributeDefinition(
      name = "Port",
      description = "TCP port to listen at; 0 lets the system choose, see the log",
      min = "0",
      max = "65535")
  int port() default 19800;

  @AttributeDefinition(
      name = "Allowed origins",
      description =
          "Web pages that may connect from a browser, such as https://tool.example, or * for all;"
              + " by default none, since any page that the operator looks at could")
  String[] allowed__origins() default {};

  @AttributeDefinition(
      name = "Connections",
      description = "Most connections at once; more are closed at once",
      min = "1",
      max = "1024")
  int max__connections() default 16;

  @AttributeDefinition(
      name = "Message size",
      description =
          "Most bytes of a message that comes in; three times that is in memory for each connection"
              + " at most. A full work-package bundle takes 18 MiB",
      min = "1024",
      max = "67108864")
  int max__message__bytes() default 8 << 20;

  @AttributeDefinition(
      name = "Requests",
      description =
          "Most requests of a connection that are worked on at once; further ones are not read"
              + " until one is answered, nor while those have half of max_message_bytes",
      min = "1",
      max = "1024")
  int max__requests() default 16;

  @AttributeDefinition(
      name = "Batch",
      description = "Most requests in a batch",
      min = "1",
      max = "1024")
  int max__batch() default 64;

  @AttributeDefinition(
      name = "Subscriptions",
      description = "Most subscriptions of a connection",
      min = "1",
      max = "1024")
  int max__subscriptions() default 64;

  @AttributeDefinition(
      name = "Slow clients",
      description = "Seconds that a message waits for a client to read before it is dropped",
      min = "1",
      max = "3600")
  int slow__seconds() default 30;

  @AttributeDefinition(
      name = "Ping",
      description = "Seconds of silence after which a client is pinged; after as many more it goes",
      min = "1",
      max = "3600")
  int ping__seconds() default 30;
}
