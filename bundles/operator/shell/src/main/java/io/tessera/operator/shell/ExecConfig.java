package io.tessera.operator.shell;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What an operator can set. */
@ObjectClassDefinition(
    id = ExecConfig.PID,
    name = "The door of ./tessera exec",
    description =
        "A Unix domain socket in the data directory, for the node's own user: ./tessera exec runs"
            + " commands of the shell through it")
@interface ExecConfig {
  String PID = "io.tessera.operator.shell.exec";

  @AttributeDefinition(
      name = "Sessions",
      description = "Commands that run at a time; who comes after them waits",
      min = "1",
      max = "64")
  int sessions() default 4;
}
