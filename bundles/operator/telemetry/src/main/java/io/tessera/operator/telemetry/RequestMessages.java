package io.tessera.operator.telemetry;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;

/**
 * How requests begin, and what they ask for: JIP-3 has one section for each protocol. What they
 * have in common is in {@link Request}.
 */
final class RequestMessages {
  private RequestMessages() {}

  /** CE 128. */
  record SendingBlockRequest(PeerId recipient, Hash header, boolean descending, long most)
      implements Message {
    @Override
    public int type() {
      return 63;
    }

    @Override
    public void write(Fields out) {
      out.peer(recipient).hash(header).bool(descending).u32(most);
    }
  }

  /** CE 128. */
  record BlockRequestReceived(long begun, Hash header, boolean descending, long most)
      implements Message {
    @Override
    public int type() {
      return 67;
    }

    @Override
    public void write(Fields out) {
      out.id(begun).hash(header).bool(descending).u32(most);
    }
  }

  /** CE 128. */
  record BlockTransferred(long begun, long slot, BlockOutline block, boolean last)
      implements Message {
    @Override
    public int type() {
      return 68;
    }

    @Override
    public void write(Fields out) {
      out.id(begun).u32(slot);
      block.write(out);
      out.bool(last);
    }
  }

  /** CE 137. */
  record SendingShardRequest(PeerId guarantor, Hash erasureRoot, int shard) implements Message {
    @Override
    public int type() {
      return 120;
    }

    @Override
    public void write(Fields out) {
      out.peer(guarantor).hash(erasureRoot).u16(shard);
    }
  }

  /** CE 137. */
  record ShardRequestReceived(long begun, Hash erasureRoot, int shard) implements Message {
    @Override
    public int type() {
      return 124;
    }

    @Override
    public void write(Fields out) {
      out.id(begun).hash(erasureRoot).u16(shard);
    }
  }

  /** CE 138. */
  record SendingBundleShardRequest(PeerId assurer, int shard) implements Message {
    @Override
    public int type() {
      return 140;
    }

    @Override
    public void write(Fields out) {
      out.auditing().peer(assurer).u16(shard);
    }
  }

  /** CE 138. */
  record BundleShardRequestReceived(long begun, Hash erasureRoot, int shard) implements Message {
    @Override
    public int type() {
      return 144;
    }

    @Override
    public void write(Fields out) {
      out.id(begun).hash(erasureRoot).u16(shard);
    }
  }

  /** CE 147. */
  record SendingBundleRequest(PeerId guarantor) implements Message {
    @Override
    public int type() {
      return 148;
    }

    @Override
    public void write(Fields out) {
      out.auditing().peer(guarantor);
    }
  }

  /** CE 147. */
  record BundleRequestReceived(long begun, Hash erasureRoot) implements Message {
    @Override
    public int type() {
      return 152;
    }

    @Override
    public void write(Fields out) {
      out.id(begun).hash(erasureRoot);
    }
  }

  /** CE 139, and CE 140 with proofs. */
  record ReceivingSegmentShardRequest(PeerId sender, boolean proved) implements Message {
    @Override
    public int type() {
      return 163;
    }

    @Override
    public void write(Fields out) {
      out.peer(sender).bool(proved);
    }
  }

  /** CE 139 and 140. */
  record SegmentShardRequestReceived(long begun, int count) implements Message {
    @Override
    public int type() {
      return 166;
    }

    @Override
    public void write(Fields out) {
      out.id(begun).u16(count);
    }
  }

  /** CE 148. */
  record SegmentRequestReceived(long begun, int count) implements Message {
    @Override
    public int type() {
      return 177;
    }

    @Override
    public void write(Fields out) {
      out.id(begun).u16(count);
    }
  }

  /** CE 143. */
  record SendingPreimageRequest(PeerId recipient, Hash hash) implements Message {
    @Override
    public int type() {
      return 193;
    }

    @Override
    public void write(Fields out) {
      out.peer(recipient).hash(hash);
    }
  }

  /** CE 143. */
  record PreimageRequestReceived(long begun, Hash hash) implements Message {
    @Override
    public int type() {
      return 197;
    }

    @Override
    public void write(Fields out) {
      out.id(begun).hash(hash);
    }
  }

  /** CE 143. */
  record PreimageTransferred(long begun, long length) implements Message {
    @Override
    public int type() {
      return 198;
    }

    @Override
    public void write(Fields out) {
      out.id(begun).u32(length);
    }
  }
}
