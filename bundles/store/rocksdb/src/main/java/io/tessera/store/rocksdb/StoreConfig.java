package io.tessera.store.rocksdb;

import io.tessera.net.LiveConfiguration;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the block store. */
@ObjectClassDefinition(
    name = "Block store on RocksDB",
    description = "Where blocks are kept and how much memory that may take.")
public @interface StoreConfig {
  /** The component's configuration. */
  String PID = "io.tessera.store.rocksdb";

  /** The node's data directory; the store is its folder {@code blocks}. */
  @AttributeDefinition(
      name = "Data directory",
      description =
          "Directory of this node's chain; made when it is missing."
              + LiveConfiguration.READ_AT_START)
  String node_data__path() default "data";

  /** The sync mode. */
  @AttributeDefinition(
      name = "Sync mode",
      description =
          "With 'light' the store keeps headers only, in the folder headers; with all other modes"
              + " blocks and states, in the folder blocks. Neither touches what the other keeps.")
  String network__config_sync__mode() default "full";

  /** Native memory for blocks read, in MiB. */
  @AttributeDefinition(
      name = "Read cache",
      description =
          "Memory outside the Java heap for what was read, in MiB."
              + LiveConfiguration.READ_AT_START,
      min = "1",
      max = "65536")
  int cache__mib() default 16;

  /** Native memory for blocks written but not yet in their files, in MiB. */
  @AttributeDefinition(
      name = "Write buffer",
      description =
          "Memory outside the Java heap for what was written last, in MiB."
              + LiveConfiguration.READ_AT_START,
      min = "1",
      max = "65536")
  int write__buffer__mib() default 16;

  /** How long the states of blocks stay after the blocks were finalized, in blocks. */
  @AttributeDefinition(
      name = "State window",
      description =
          "States of this many blocks beneath the finalized one's parent can be asked for by peers.",
      min = "0",
      max = "65536")
  int state__window() default 64;
}
