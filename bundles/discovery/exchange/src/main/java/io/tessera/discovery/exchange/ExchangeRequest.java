package io.tessera.discovery.exchange;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;
import io.tessera.net.PeerRecord;
import java.util.Optional;

/**
 * Asks for records.
 *
 * @param wanted the most, 1 to {@link #MOST}
 * @param own the asker's own record, if it can be reached
 */
record ExchangeRequest(int wanted, Optional<PeerRecord> own) {
  /** Most records of an answer. */
  static final int MOST = 32;

  /** Most bytes of a request. */
  static final int MAX_SIZE = 1 + 1 + PeerRecord.MAX_SIZE;

  /** The number as a byte, then 0, or 1 and the record. */
  static final Codec<ExchangeRequest> CODEC =
      Codec.of("exchange request", ExchangeRequest::read, ExchangeRequest::write);

  private static ExchangeRequest read(JamReader in) {
    int wanted = in.u8();
    if (wanted == 0 || wanted > MOST) {
      throw in.fail(wanted + " records are not 1 to " + MOST);
    }
    return new ExchangeRequest(wanted, in.optional(PeerRecord.CODEC));
  }

  private void write(JamWriter out) {
    out.u8(wanted);
    out.optional(PeerRecord.CODEC, own);
  }
}
