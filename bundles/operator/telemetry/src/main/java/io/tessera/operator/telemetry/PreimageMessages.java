package io.tessera.operator.telemetry;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.event.Side;

/** JIP-3, section "Preimage distribution events", without requests. */
final class PreimageMessages {
  private PreimageMessages() {}

  /** Word of a preimage did not arrive. */
  record PreimageAnnouncementFailed(PeerId peer, Side announcer, String reason) implements Message {
    @Override
    public int type() {
      return 190;
    }

    @Override
    public void write(Fields out) {
      out.peer(peer).side(announcer).reason(reason);
    }
  }

  /** It did. */
  record PreimageAnnounced(PeerId peer, Side announcer, long service, Hash hash, long length)
      implements Message {
    @Override
    public int type() {
      return 191;
    }

    @Override
    public void write(Fields out) {
      out.peer(peer).side(announcer).u32(service).hash(hash).u32(length);
    }
  }

  /** Nothing comes of it. */
  record AnnouncedPreimageForgotten(long service, Hash hash, long length, int reason)
      implements Message {
    @Override
    public int type() {
      return 192;
    }

    @Override
    public void write(Fields out) {
      out.u32(service).hash(hash).u32(length).u8(reason);
    }
  }

  /** The pool lets it go. */
  record PreimageDiscarded(Hash hash, long length, int reason) implements Message {
    @Override
    public int type() {
      return 199;
    }

    @Override
    public void write(Fields out) {
      out.hash(hash).u32(length).u8(reason);
    }
  }
}
