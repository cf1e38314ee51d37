package io.tessera.discovery.dht;

import io.tessera.net.LiveConfiguration;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What an operator can set. Ids that begin with {@code network_config} are keys of the node's. */
@ObjectClassDefinition(
    id = DhtConfig.PID,
    name = "DHT",
    description =
        "Finds peers of the chain in a table that nodes share (discv5), on a UDP port of its own")
@SuppressWarnings("MemberName") // DS turns double underscores into single ones, single into dots
@interface DhtConfig {
  String PID = "io.tessera.discovery.dht";

  @AttributeDefinition(
      name = "Enabled",
      description =
          "Whether to take part; off unless it is true here, since it opens a further UDP port and"
              + " tells strangers where this node is")
  boolean enabled() default false;

  @AttributeDefinition(
      name = "Port",
      description = "UDP port; -1 the one above listening_port, 0 any free one",
      min = "-1",
      max = "65535")
  int port() default -1;

  @AttributeDefinition(
      name = "Bootstrap records",
      description =
          "Node records (enr:...) to begin with; connected peers that take part are asked as well")
  String[] bootstrap__records() default {};

  @AttributeDefinition(
      name = "Enough peers",
      description = "With so many connected peers it looks for further ones only now and then",
      min = "0",
      max = "10000")
  int enough__peers() default 25;

  @AttributeDefinition(name = "Listening address", description = "As that of the transport")
  String network__config_listening__address() default "0.0.0.0";

  @AttributeDefinition(
      name = "Listening port",
      description = "UDP port of the transport, 0 to 65535",
      min = "0",
      max = "65535")
  int network__config_listening__port() default 30333;

  @AttributeDefinition(
      name = "Data directory",
      description =
          "Directory of the node's data; the table is dht.records in there."
              + LiveConfiguration.READ_AT_START)
  String node_data__path() default "data";
}
