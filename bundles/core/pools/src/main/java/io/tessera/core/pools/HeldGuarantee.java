package io.tessera.core.pools;

import io.tessera.chain.SignatureCheck;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.Guarantee;
import java.util.List;

/**
 * A guarantee that was found good.
 *
 * @param verified what its signatures were found to be
 */
record HeldGuarantee(Guarantee guarantee, List<SignatureCheck> verified) {

  int core() {
    return guarantee.report().coreIndex();
  }

  Hash workPackage() {
    return guarantee.report().packageSpec().hash();
  }
}
