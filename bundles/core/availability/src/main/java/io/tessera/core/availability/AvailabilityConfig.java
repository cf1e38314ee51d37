package io.tessera.core.availability;

import io.tessera.net.LiveConfiguration;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the availability store. */
@ObjectClassDefinition(
    name = "Availability store",
    description = "How much of guaranteed packages and of assured shards this node keeps.")
public @interface AvailabilityConfig {
  /** The component's configuration. */
  String PID = "io.tessera.core.availability";

  /** The node's data directory. */
  @AttributeDefinition(
      name = "Data directory",
      description =
          "Directory of the node's data; the store is availability in there."
              + LiveConfiguration.READ_AT_START)
  String node_data__path() default "data";

  /** Most bytes of all files. */
  @AttributeDefinition(
      name = "Bytes",
      description =
          "Most bytes that the store holds; what comes when it is full is not taken, and not"
              + " assured either.",
      min = "0")
  long max__bytes() default 16L << 30;

  /** Most files. */
  @AttributeDefinition(
      name = "Files",
      description = "Most files that the store holds; of each some 200 bytes are in memory.",
      min = "0",
      max = "16777216")
  int max__files() default 262_144;
}
