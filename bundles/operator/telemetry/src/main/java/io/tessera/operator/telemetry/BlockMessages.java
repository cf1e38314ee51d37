package io.tessera.operator.telemetry;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.event.Side;
import java.util.List;

/**
 * JIP-3, sections "Block authoring/importing events" and, of "Block distribution events", what is
 * no request.
 */
final class BlockMessages {
  private BlockMessages() {}

  /** A block is being made. */
  record Authoring(long slot, Hash parent) implements Message {
    @Override
    public int type() {
      return 40;
    }

    @Override
    public void write(Fields out) {
      out.u32(slot).hash(parent);
    }
  }

  /** It is not. */
  record AuthoringFailed(long begun, String reason) implements Message {
    @Override
    public int type() {
      return 41;
    }

    @Override
    public void write(Fields out) {
      out.id(begun).reason(reason);
    }
  }

  /** It is. */
  record Authored(long begun, BlockOutline block) implements Message {
    @Override
    public int type() {
      return 42;
    }

    @Override
    public void write(Fields out) {
      out.id(begun);
      block.write(out);
    }
  }

  /** A block is being looked at. */
  record Importing(long slot, BlockOutline block) implements Message {
    @Override
    public int type() {
      return 43;
    }

    @Override
    public void write(Fields out) {
      out.u32(slot);
      block.write(out);
    }
  }

  /** It is wrong. */
  record BlockVerificationFailed(long begun, String reason) implements Message {
    @Override
    public int type() {
      return 44;
    }

    @Override
    public void write(Fields out) {
      out.id(begun).reason(reason);
    }
  }

  /** It is right. */
  record BlockVerified(long begun) implements Message {
    @Override
    public int type() {
      return 45;
    }

    @Override
    public void write(Fields out) {
      out.id(begun);
    }
  }

  /** It cannot be executed. */
  record BlockExecutionFailed(long begun, String reason) implements Message {
    @Override
    public int type() {
      return 46;
    }

    @Override
    public void write(Fields out) {
      out.id(begun).reason(reason);
    }
  }

  /** It is executed. Nothing that runs services tells here what they cost: there are none. */
  record BlockExecuted(long begun) implements Message {
    @Override
    public int type() {
      return 47;
    }

    @Override
    public void write(Fields out) {
      out.id(begun).list(List.of(), (fields, service) -> {});
    }
  }

  /** UP 0 begins. */
  record BlockAnnouncementStreamOpened(PeerId peer, Side opener) implements Message {
    @Override
    public int type() {
      return 60;
    }

    @Override
    public void write(Fields out) {
      out.peer(peer).side(opener);
    }
  }

  /** UP 0 ends. */
  record BlockAnnouncementStreamClosed(PeerId peer, Side closer, String reason) implements Message {
    @Override
    public int type() {
      return 61;
    }

    @Override
    public void write(Fields out) {
      out.peer(peer).side(closer).reason(reason);
    }
  }

  /** Word of a block. */
  record BlockAnnounced(PeerId peer, Side announcer, long slot, Hash header) implements Message {
    @Override
    public int type() {
      return 62;
    }

    @Override
    public void write(Fields out) {
      out.peer(peer).side(announcer).u32(slot).hash(header);
    }
  }
}
