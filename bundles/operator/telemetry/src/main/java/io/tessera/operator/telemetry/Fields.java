package io.tessera.operator.telemetry;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Endpoint;
import io.tessera.net.event.Side;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Writes fields by the types of JIP-3, section "Types". */
final class Fields {
  private static final int REASON = 128;

  private final JamWriter out;
  private final long self;

  /**
   * Fields of one event.
   *
   * @param self id of the event
   */
  Fields(JamWriter out, long self) {
    this.out = out;
    this.self = self;
  }

  /** An event's id. */
  Fields id(long event) {
    out.u64(event);
    return this;
  }

  /**
   * The id of an auditing event, of which JIP-3 has none yet, though others are to refer to them:
   * their own id, so that there is an event that it names.
   */
  Fields auditing() {
    return id(self);
  }

  Fields peer(PeerId peer) {
    out.bytes(peer.key());
    return this;
  }

  Fields endpoint(Endpoint endpoint) {
    Endpoint.CODEC.encode(endpoint, out);
    return this;
  }

  Fields side(Side side) {
    out.u8(side == Side.LOCAL ? 0 : 1);
    return this;
  }

  Fields optionalSide(Optional<Side> side) {
    out.bool(side.isPresent());
    side.ifPresent(this::side);
    return this;
  }

  Fields reason(String reason) {
    return text(reason, REASON);
  }

  /** Text with its length, cut to so many bytes at most, not within a character. */
  Fields text(String text, int most) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(bytes.length, most);
    while (length < bytes.length && (bytes[length] & 0xc0) == 0x80) {
      length--;
    }
    out.natural(length);
    out.bytes(bytes, 0, length);
    return this;
  }

  Fields hash(Hash hash) {
    out.bytes(hash);
    return this;
  }

  /** Bytes whose number is known. */
  Fields bytes(Bytes bytes) {
    out.bytes(bytes);
    return this;
  }

  Fields u8(int value) {
    out.u8(value);
    return this;
  }

  /** Two bytes; a number that is greater stands there as the greatest. */
  Fields u16(int value) {
    out.u16(Math.min(value, 0xffff));
    return this;
  }

  /** Four bytes; a number that is greater, as peers may name it, stands there as the greatest. */
  Fields u32(long value) {
    out.u32(Math.min(value, 0xffff_ffffL));
    return this;
  }

  Fields u64(long value) {
    out.u64(value);
    return this;
  }

  Fields bool(boolean value) {
    out.bool(value);
    return this;
  }

  /** A sequence with its length. */
  <T> Fields list(List<T> elements, BiConsumer<Fields, T> element) {
    out.natural(elements.size());
    elements.forEach(each -> element.accept(this, each));
    return this;
  }
}
