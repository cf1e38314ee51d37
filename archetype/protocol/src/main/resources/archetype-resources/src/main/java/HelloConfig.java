package ${package};

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What an operator can set, in the node's configuration file under {@code plugins}. */
@ObjectClassDefinition(
    id = HelloConfig.PID,
    name = "Hello",
    description = "Greets the peers that say hello (stream kind 200)")
@interface HelloConfig {
  /** The name under {@code plugins}. */
  String PID = "${package}";

  /** What the greeting begins with. */
  @AttributeDefinition(
      name = "Greeting",
      description = "What the answer to a peer begins with, at most 100 bytes of UTF-8")
  String greeting() default "Hello";
}
