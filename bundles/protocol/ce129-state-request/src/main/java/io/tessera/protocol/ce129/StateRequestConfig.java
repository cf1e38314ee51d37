package io.tessera.protocol.ce129;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the state request. */
@ObjectClassDefinition(
    name = "CE 129 state request",
    description = "How much of a state a peer gets at once, and what it may send and take.")
public @interface StateRequestConfig {
  /** The components' configuration. */
  String PID = "io.tessera.protocol.ce129";

  /** Most bytes of one response. */
  @AttributeDefinition(
      name = "Bytes of a response",
      description = "Most bytes that one response holds; a single item may be larger than that.",
      min = "1024")
  int max__bytes() default 4 * 1024 * 1024;

  /** Most bytes of a value that is accepted. */
  @AttributeDefinition(
      name = "Bytes of a value",
      description = "Most bytes of a single value that is accepted from a peer.",
      min = "1024")
  int max__value__bytes() default 16 * 1024 * 1024;

  /** Longest wait for a peer, in seconds. */
  @AttributeDefinition(
      name = "Timeout",
      description = "Longest time that a peer may take, to ask or to answer, in seconds.",
      min = "1",
      max = "3600")
  int timeout__seconds() default 15;
}
