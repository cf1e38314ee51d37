package io.tessera.operator.metrics;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What an operator can set. */
@ObjectClassDefinition(
    id = MetricsConfig.PID,
    name = "Metrics and status page",
    description = "Figures for Prometheus, and a status page, by HTTP")
@interface MetricsConfig {
  String PID = "io.tessera.operator.metrics";

  @AttributeDefinition(
      name = "Enabled",
      description =
          "Whether to answer; off unless it is true here. Whoever reaches the port can read")
  boolean enabled() default false;

  @AttributeDefinition(
      name = "Address",
      description =
          "IP address to listen on. 127.0.0.1 is for this machine only; others see who this node's"
              + " peers are, so let a firewall or a proxy decide who that is")
  String address() default "127.0.0.1";

  @AttributeDefinition(
      name = "Port",
      min = "0",
      max = "65535",
      description = "TCP port; 0 for any, which the log tells")
  int port() default 9615;

  @AttributeDefinition(
      name = "Host names",
      description =
          "Names besides localhost by which this server is addressed, such as node1.example.org. A"
              + " request for another name is refused, since a web page could have sent it (DNS"
              + " rebinding); IP addresses are always right")
  String[] host__names() default {};
}
