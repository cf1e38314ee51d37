package io.tessera.core.chain;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.CodecException;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Header;
import java.nio.file.Path;
import java.util.List;

/**
 * Recognises the parameters of a chain whose specification does not have them, by the number of
 * validators in the genesis header's epoch mark (docs/adr/0003-parameters-from-validator-count.md).
 */
final class ParameterGuess {
  /** A header with an epoch mark of no validators, no tickets mark and no offenders. */
  private static final int FIXED_SIZE = 3 * 32 + 4 + (1 + 2 * 32) + 1 + 2 + 96 + 1 + 96;

  /** A validator in an epoch mark: Bandersnatch and Ed25519 key. */
  private static final int VALIDATOR_SIZE = 2 * 32;

  private final Path file;

  ParameterGuess(Path file) {
    this.file = file;
  }

  ProtocolParameters fromHeader(byte[] header) throws ChainSpecException {
    for (ProtocolParameters parameters :
        List.of(ProtocolParameters.TINY, ProtocolParameters.FULL)) {
      if (hasMark(header, parameters)) {
        return parameters;
      }
    }
    int validators = (header.length - FIXED_SIZE) / VALIDATOR_SIZE;
    boolean counted = validators > 0 && (header.length - FIXED_SIZE) % VALIDATOR_SIZE == 0;
    throw JsonSpecReader.wrong(
        file,
        "genesis_header",
        Bytes.wrap(header).toHex(),
        "an epoch mark of 6 (tiny) or 1023 (full) validators"
            + (counted ? ", not " + validators + "," : "")
            + " where protocol_parameters is missing");
  }

  private static boolean hasMark(byte[] header, ProtocolParameters parameters) {
    try {
      return Header.codec(parameters).decode(header).epochMark().isPresent();
    } catch (CodecException notThese) {
      return false;
    }
  }
}
