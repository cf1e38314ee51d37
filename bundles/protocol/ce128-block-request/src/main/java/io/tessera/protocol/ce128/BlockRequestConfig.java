package io.tessera.protocol.ce128;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the block request. */
@ObjectClassDefinition(
    name = "CE 128 block request",
    description = "How much of the chain a peer gets at once, and how long it may take.")
public @interface BlockRequestConfig {
  /** The components' configuration. */
  String PID = "io.tessera.protocol.ce128";

  /** Most blocks of one response. */
  @AttributeDefinition(
      name = "Blocks of a response",
      description = "Most blocks that one response holds, whatever the peer asks for.",
      min = "1",
      max = "1000000")
  int max__blocks() default 4096;

  /** Most bytes of one response. */
  @AttributeDefinition(
      name = "Bytes of a response",
      description = "Most bytes that one response holds; a single block may be larger than that.",
      min = "1")
  int max__bytes() default 16 * 1024 * 1024;

  /** Longest wait for a peer, in seconds. */
  @AttributeDefinition(
      name = "Timeout",
      description = "Longest time that a peer may take, to ask or to answer, in seconds.",
      min = "1",
      max = "3600")
  int timeout__seconds() default 15;
}
