package io.tessera.core.sync;

import io.tessera.net.LiveConfiguration;
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
          "How to catch up: 'full' fetches and executes every block; 'fast' begins with a state that"
              + " peers prove; 'light' keeps headers only, in the folder headers of the data"
              + " directory, and asks peers for values of the state."
              + " A plugin may bring other modes.")
  String network__config_sync__mode() default "full";

  /** Hash of the header of a block to begin at. */
  @AttributeDefinition(
      name = "Checkpoint",
      description =
          "Hash (64 hexadecimal digits) of the header of a final block. A mode that can begins there"
              + " instead of at genesis when it has nothing yet: the chain up to it is not verified,"
              + " but taken on the word of whoever wrote this line.")
  String network__config_sync__checkpoint() default "";

  /** The node's data directory. */
  @AttributeDefinition(
      name = "Data directory",
      description =
          "Where a run leaves the last final block for a run of another mode."
              + LiveConfiguration.READ_AT_START)
  String node_data__path() default "data";
}
