package io.tessera.core.execution;

import io.tessera.chain.BlockFault;
import io.tessera.chain.BlockRejectedException;
import io.tessera.lib.codec.block.EpochMark;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.state.ValidatorData;
import java.util.List;

/**
 * The next validators as the epoch marker tells them, for when the staging set is not known. Their
 * other keys and metadata stay zeroes.
 */
final class StagedByMarker {
  private StagedByMarker() {}

  static List<ValidatorData> of(Header header) throws BlockRejectedException {
    EpochMark mark =
        header
            .epochMark()
            .orElseThrow(
                () ->
                    new BlockRejectedException(
                        BlockFault.BAD_EPOCH_MARK, "the first block of an epoch has none"));
    return mark.validators().stream()
        .map(
            keys ->
                new ValidatorData(
                    keys.bandersnatch(),
                    keys.ed25519(),
                    ValidatorData.NULL.bls(),
                    ValidatorData.NULL.metadata()))
        .toList();
  }
}
