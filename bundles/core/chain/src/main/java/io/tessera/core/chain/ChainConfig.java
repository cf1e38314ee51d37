package io.tessera.core.chain;

import io.tessera.net.LiveConfiguration;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the chain. */
@ObjectClassDefinition(name = "Chain", description = "Which chain this node follows, and how.")
public @interface ChainConfig {
  /** The component's configuration. */
  String PID = "io.tessera.core.chain";

  /** The chain's specification: JIP-4 JSON, or genesis.bin of a trace. */
  @AttributeDefinition(
      name = "Chain specification",
      description =
          "File of the chain's specification (JIP-4 JSON, or genesis.bin of a trace); when empty,"
              + " the chain that the data directory holds."
              + LiveConfiguration.READ_AT_START)
  String node_chain__spec() default "";

  /** The node's data directory. */
  @AttributeDefinition(
      name = "Data directory",
      description =
          "Directory of this node's chain; made when it is missing."
              + LiveConfiguration.READ_AT_START)
  String node_data__path() default "data";

  /** Blocks between the head and the latest finalized block where no finality gadget runs. */
  @AttributeDefinition(
      name = "Finality depth",
      description =
          "Without a finality gadget a block counts as final when so many blocks stand above it,"
              + " on the heaviest chain.",
      min = "0",
      max = "1000000")
  int finality__depth() default 3;

  /** Imports that may wait; who comes later waits for room. */
  @AttributeDefinition(
      name = "Import queue",
      description =
          "How many batches of blocks may wait to be imported." + LiveConfiguration.READ_AT_START,
      min = "1",
      max = "1024")
  int import__queue() default 16;
}
