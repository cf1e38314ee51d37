package io.tessera.operator.telemetry;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;

/**
 * JIP-3, sections "Availability distribution events" and "Bundle recovery events", without
 * requests.
 */
final class AvailabilityMessages {
  private AvailabilityMessages() {}

  /** This node has signed. */
  record DistributingAssurance(Hash anchor, Bytes bitfield) implements Message {
    @Override
    public int type() {
      return 126;
    }

    @Override
    public void write(Fields out) {
      out.hash(anchor).bytes(bitfield);
    }
  }

  /** An author does not get it. */
  record AssuranceSendFailed(long begun, PeerId recipient, String reason) implements Message {
    @Override
    public int type() {
      return 127;
    }

    @Override
    public void write(Fields out) {
      out.id(begun).peer(recipient).reason(reason);
    }
  }

  /** An author does. */
  record AssuranceSent(long begun, PeerId recipient) implements Message {
    @Override
    public int type() {
      return 128;
    }

    @Override
    public void write(Fields out) {
      out.id(begun).peer(recipient);
    }
  }

  /** All have been tried. */
  record AssuranceDistributed(long begun) implements Message {
    @Override
    public int type() {
      return 129;
    }

    @Override
    public void write(Fields out) {
      out.id(begun);
    }
  }

  /** A peer's does not arrive. */
  record AssuranceReceiveFailed(PeerId sender, String reason) implements Message {
    @Override
    public int type() {
      return 130;
    }

    @Override
    public void write(Fields out) {
      out.peer(sender).reason(reason);
    }
  }

  /** A peer's does. */
  record AssuranceReceived(PeerId sender, Hash anchor) implements Message {
    @Override
    public int type() {
      return 131;
    }

    @Override
    public void write(Fields out) {
      out.peer(sender).hash(anchor);
    }
  }

  /** Enough shards are there. */
  record ReconstructingBundle(boolean trivial) implements Message {
    @Override
    public int type() {
      return 146;
    }

    @Override
    public void write(Fields out) {
      out.auditing().bool(trivial);
    }
  }

  /** They gave the bundle. */
  record BundleReconstructed() implements Message {
    @Override
    public int type() {
      return 147;
    }

    @Override
    public void write(Fields out) {
      out.auditing();
    }
  }
}
