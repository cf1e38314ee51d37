package io.tessera.operator.telemetry;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What an operator can set. */
@ObjectClassDefinition(
    id = TelemetryConfig.PID,
    name = "JIP-3 telemetry",
    description = "Tells a telemetry server what happens in this node (JIP-3)")
@interface TelemetryConfig {
  String PID = "io.tessera.operator.telemetry";

  @AttributeDefinition(
      name = "Endpoint",
      description =
          "Host and TCP port of the telemetry server, such as 127.0.0.1:9000 or [::1]:9000; off when"
              + " it is empty. The server learns which peers this node has, where they are, and what"
              + " they do; nothing is encrypted")
  String endpoint() default "";

  @AttributeDefinition(
      name = "Note",
      description = "Whatever the server is to know of this node; up to 512 bytes are sent")
  String note() default "";

  @AttributeDefinition(
      name = "Buffer",
      description =
          "KiB of events that wait while the server does not take them; the oldest are dropped"
              + " beyond, and counted",
      min = "1024",
      max = "1048576")
  int buffer__kib() default 4096;
}
