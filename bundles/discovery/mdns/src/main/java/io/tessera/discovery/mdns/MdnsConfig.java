package io.tessera.discovery.mdns;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What an operator can set. */
@ObjectClassDefinition(
    id = MdnsConfig.PID,
    name = "mDNS",
    description = "Announces this node on the local network, and finds peers of the chain there")
@interface MdnsConfig {
  String PID = "io.tessera.discovery.mdns";

  @AttributeDefinition(
      name = "Enabled",
      description =
          "Whether to announce and to look; off unless it is true here, since everybody on the"
              + " network sees it")
  boolean enabled() default false;

  @AttributeDefinition(
      name = "Interfaces",
      description =
          "Names of network interfaces, such as eth0, of which those are used that the node listens"
              + " on; none stands for all that do multicast, and for loopback when the node listens"
              + " there only")
  String[] interfaces() default {};
}
