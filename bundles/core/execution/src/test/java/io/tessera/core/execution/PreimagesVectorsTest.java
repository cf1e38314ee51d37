package io.tessera.core.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.chain.BlockFault;
import io.tessera.chain.BlockRejectedException;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.Preimage;
import io.tessera.lib.codec.state.PreimageStatus;
import io.tessera.lib.codec.state.ServiceActivity;
import io.tessera.lib.crypto.ServiceKeys;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreimagesVectorsTest {
  private static final List<BlockFault> ERRORS =
      List.of(BlockFault.PREIMAGE_UNNEEDED, BlockFault.PREIMAGES_NOT_SORTED_UNIQUE);

  private record State(Map<StateKey, Bytes> items, List<ServiceActivity> statistics) {
    /** The accounts as the state keeps them. */
    static State read(JamReader in) {
      Map<StateKey, Bytes> items = new HashMap<>();
      int accounts = in.count(1);
      for (int i = 0; i < accounts; i++) {
        long service = in.u32();
        int blobs = in.count(1);
        for (int j = 0; j < blobs; j++) {
          items.put(ServiceKeys.preimage(service, Hash.CODEC.decode(in)), in.blob());
        }
        int requests = in.count(1);
        for (int j = 0; j < requests; j++) {
          StateKey key = ServiceKeys.request(service, Hash.CODEC.decode(in), in.u32());
          PreimageStatus status = PreimageStatus.CODEC.decode(in);
          items.put(key, Bytes.wrap(PreimageStatus.CODEC.encode(status)));
        }
      }
      return new State(items, ServiceActivity.LIST_CODEC.decode(in));
    }
  }

  @Test
  void vectors() {
    int refused = 0;
    for (Path file : Vectors.transition("preimages", 8)) {
      refused += check(file) ? 1 : 0;
    }
    assertEquals(5, refused);
  }

  private static boolean check(Path file) {
    JamReader in = new JamReader(Vectors.read(file));
    List<Preimage> preimages = Extrinsic.preimagesCodec().decode(in);
    long slot = in.u32();
    State prior = State.read(in);
    Optional<BlockFault> error = Vectors.error(in, ERRORS);
    State posterior = State.read(in);
    in.expectEnd();

    try {
      PreimagesTransition.checkOrder(preimages);
      PreimagesTransition.checkRequested(
          preimages, key -> Optional.ofNullable(prior.items.get(key)));
      Map<StateKey, Bytes> actual = new HashMap<>(prior.items);
      actual.putAll(
          PreimagesTransition.apply(
              preimages, slot, key -> Optional.ofNullable(prior.items.get(key))));
      assertEquals(Optional.empty(), error, file.toString());
      assertEquals(posterior.items, actual, file.toString());
      assertEquals(
          posterior.statistics,
          ServiceActivities.of(List.of(), preimages, Map.of()),
          file.toString());
    } catch (BlockRejectedException rejected) {
      assertEquals(error, Optional.of(rejected.fault()), file + ": " + rejected.getMessage());
    }
    return error.isPresent();
  }
}
