package io.tessera.operator.telemetry;

import io.tessera.lib.codec.Hash;
import java.util.List;

/** JIP-3, section "Status events". */
final class StatusMessages {
  private StatusMessages() {}

  /** A summary, every two seconds; guarantees are counted by core. */
  record Status(
      int peers,
      int validators,
      int announcing,
      List<Integer> guarantees,
      int shards,
      long shardBytes,
      int preimages,
      long preimageBytes)
      implements Message {
    @Override
    public int type() {
      return 10;
    }

    @Override
    public void write(Fields out) {
      out.u32(peers).u32(validators).u32(announcing);
      guarantees.forEach(count -> out.u8(Math.min(count, 255)));
      out.u32(shards).u64(shardBytes).u32(preimages).u32(preimageBytes);
    }
  }

  /** The head moved. */
  record BestBlockChanged(long slot, Hash header) implements Message {
    @Override
    public int type() {
      return 11;
    }

    @Override
    public void write(Fields out) {
      out.u32(slot).hash(header);
    }
  }

  /** Finality moved. */
  record FinalizedBlockChanged(long slot, Hash header) implements Message {
    @Override
    public int type() {
      return 12;
    }

    @Override
    public void write(Fields out) {
      out.u32(slot).hash(header);
    }
  }

  /** The node has come to think otherwise of whether it is in sync. */
  record SyncStatusChanged(boolean synced) implements Message {
    @Override
    public int type() {
      return 13;
    }

    @Override
    public void write(Fields out) {
      out.bool(synced);
    }
  }
}
