package io.tessera.core.execution;

import io.tessera.chain.EncodedBlock;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.RawState;
import io.tessera.lib.codec.trace.TraceGenesis;
import io.tessera.lib.codec.trace.TraceStep;
import io.tessera.lib.crypto.HeaderHash;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A trace of the public vectors.
 *
 * @param genesis hash of the genesis header
 * @param steps a hundred blocks, each between two states
 */
record Trace(Hash genesis, List<Step> steps) {
  static final ProtocolParameters TINY = ProtocolParameters.TINY;

  /**
   * A block between two states.
   *
   * @param postRoot root of the state after
   */
  record Step(
      Map<StateKey, Bytes> pre, EncodedBlock block, Map<StateKey, Bytes> post, Hash postRoot) {}

  static Trace read(String name) {
    Path folder = Vectors.ROOT.resolve("traces").resolve(name);
    TraceGenesis genesis =
        TraceGenesis.codec(TINY).decode(Vectors.read(folder.resolve("genesis.bin")));
    List<Step> steps = new ArrayList<>();
    for (Path file : Vectors.files(folder)) {
      if (!file.endsWith("genesis.bin")) {
        TraceStep step = TraceStep.codec(TINY).decode(Vectors.read(file));
        steps.add(
            new Step(
                items(step.pre()),
                EncodedBlock.of(step.block(), TINY),
                items(step.post()),
                step.post().stateRoot()));
      }
    }
    return new Trace(HeaderHash.of(genesis.header(), TINY), steps);
  }

  private static Map<StateKey, Bytes> items(RawState state) {
    Map<StateKey, Bytes> items = new HashMap<>();
    state.keyvals().forEach(item -> items.put(item.key(), item.value()));
    return items;
  }
}
