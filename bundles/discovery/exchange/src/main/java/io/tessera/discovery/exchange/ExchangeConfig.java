package io.tessera.discovery.exchange;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the peer exchange. */
@ObjectClassDefinition(
    name = "Peer exchange",
    description = "How often connected peers are asked for other peers.")
public @interface ExchangeConfig {
  /** The components' configuration. */
  String PID = "io.tessera.discovery.exchange";

  /** Name of this discovery in tables, and as the source of what it finds. */
  String SOURCE = "exchange";

  /** Time between two questions to a peer, in seconds. */
  @AttributeDefinition(
      name = "Interval",
      description = "Seconds between two questions to a peer, give or take a fifth.",
      min = "15",
      max = "86400")
  int interval__seconds() default 300;

  /** The same while there are few peers, in seconds. */
  @AttributeDefinition(
      name = "Interval with few peers",
      description =
          "The same while few peers are connected. Peers answer every 10 s at most, and are not"
              + " asked again when they refuse.",
      min = "15",
      max = "86400")
  int few__interval__seconds() default 15;

  /** Fewer connected peers than this are few. */
  @AttributeDefinition(
      name = "Few peers",
      description = "Fewer connected peers than this are few.",
      min = "0",
      max = "1000")
  int few__peers() default 16;
}
