package io.tessera.protocol.ce131;

import io.tessera.chain.TicketLottery;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import java.util.List;
import java.util.Optional;

/** Who hands a ticket on to all validators. */
final class Proxy {
  private static final Ed25519Public NOBODY = Ed25519Public.wrap(new byte[Ed25519Public.SIZE]);

  private Proxy() {}

  /**
   * The proxy of a ticket: the last four bytes of its VRF output, highest first, modulo the number
   * of validators, are an index in the next epoch's list. Nobody when an offender stood there.
   */
  static Optional<PeerId> of(TicketLottery lottery, Hash id) {
    List<Ed25519Public> validators = lottery.next();
    long number = Integer.toUnsignedLong(id.asByteBuffer().getInt(Hash.SIZE - Integer.BYTES));
    Ed25519Public key = validators.get((int) (number % validators.size()));
    return Optional.of(key).filter(it -> !it.equals(NOBODY)).map(PeerId::new);
  }
}
