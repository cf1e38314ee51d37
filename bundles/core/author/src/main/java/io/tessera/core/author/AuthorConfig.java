package io.tessera.core.author;

import io.tessera.net.LiveConfiguration;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the author. */
@ObjectClassDefinition(
    name = "Author",
    description = "Makes blocks of a development chain, whose validators' secrets everybody knows.")
public @interface AuthorConfig {
  /** The component's configuration. */
  String PID = "io.tessera.core.author";

  /** Whose blocks this node makes. */
  @AttributeDefinition(
      name = "Development validators",
      description =
          "Validators whose blocks this node makes: \"all\", or indices such as \"0,2\"; when empty"
              + " it makes none.")
  String dev__validators() default "";

  /** Whether to fill the slots since the head without waiting. */
  @AttributeDefinition(
      name = "Fast",
      description =
          "Make blocks for slots after the head's that have long passed, one after another, until"
              + " the present slot is reached. Only one node of a chain should.")
  boolean fast() default false;

  /** When to stop. */
  @AttributeDefinition(
      name = "Blocks",
      description = "Stop after so many blocks; 0 goes on for ever.",
      min = "0")
  long blocks() default 0;

  /** Whether to take part in the contest for slots. */
  @AttributeDefinition(
      name = "Tickets",
      description =
          "Make tickets, so that the next epoch is sealed by ticket. Each takes some hundred"
              + " milliseconds, and a fast author waits for them.")
  boolean tickets() default true;

  /** The node's data directory. */
  @AttributeDefinition(
      name = "Data directory",
      description =
          "Where the last slot that was sealed is remembered." + LiveConfiguration.READ_AT_START)
  String node_data__path() default "data";
}
