package io.tessera.sync.fast;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the fast sync. */
@ObjectClassDefinition(
    name = "Fast sync",
    description =
        "On whose word a state is taken instead of being computed, and how it is fetched.")
public @interface FastConfig {
  /** The component's configuration. */
  String PID = "io.tessera.sync.fast";

  /** So many peers must have finalized a block for its state to be taken. */
  @AttributeDefinition(
      name = "Quorum",
      description =
          "How many peers must have finalized a block, itself or a descendant of it, before its"
              + " state is taken on their word.",
      min = "1",
      max = "1000")
  int quorum() default 2;

  /** State requests under way at once. */
  @AttributeDefinition(
      name = "Requests",
      description = "How many state requests are under way at once, of all peers together.",
      min = "1",
      max = "64")
  int requests() default 4;

  /** Most bytes asked for at once. */
  @AttributeDefinition(
      name = "Bytes of a request",
      description =
          "How much of the state is asked for at once, in bytes. So much for each request under way"
              + " is in memory, and may have to be fetched again after a crash.",
      min = "1024",
      max = "16777216")
  int request__bytes() default 2 * 1024 * 1024;
}
