package io.tessera.core.sync;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the sync controller. */
@ObjectClassDefinition(name = "Sync", description = "How the node catches up with the chain.")
public @interface SyncConfig {
  /** The component's configuration. */
  String PID = "io.tessera.core.sync";

  /** Name of the sync mode to run. */
  @AttributeDefinition(
      name = "Sync mode",
      description =
          "How to catch up: 'full' fetches and imports every block. A plugin may bring other modes.")
  String network__config_sync__mode() default "full";
}
