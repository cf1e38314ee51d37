package io.tessera.core.author;

import io.tessera.chain.BlockExecutor;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockRejectedException;
import io.tessera.chain.BlockState;
import io.tessera.chain.Chain;
import io.tessera.chain.ChainAncestors;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ExecutionContext;
import io.tessera.lib.authoring.Claim;
import io.tessera.lib.authoring.Sealer;
import io.tessera.lib.authoring.SlotView;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.CodecException;
import io.tessera.lib.codec.block.Block;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.Header;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes a block before it is sealed, so that something bad that was contributed costs itself its
 * place and not the node its slot. The executor looks at neither seal: drafts are enough for it.
 */
final class Trial {
  private static final Logger LOG = LoggerFactory.getLogger(Trial.class);

  private final Chain chain;
  private final BlockExecutor executor;
  private final Sealer sealer;
  private final Codec<EncodedBlock> blocks;

  /** Tries blocks of a chain. */
  Trial(Chain chain, BlockExecutor executor, Sealer sealer) {
    this.chain = chain;
    this.executor = executor;
    this.sealer = sealer;
    blocks = EncodedBlock.codec(chain.parameters());
  }

  /**
   * What of an extrinsic a block can bring: all of it, or those kinds that can be brought together.
   *
   * @param parent of the block, after which the state is the prior one
   */
  Extrinsic passing(
      Claim claim, SlotView view, BlockRef parent, BlockState prior, Extrinsic wanted) {
    if (rejection(claim, view, parent, prior, wanted).isEmpty()) {
      return wanted;
    }
    Extrinsic passing = Extrinsic.EMPTY;
    for (Contribution kind : Contribution.values()) {
      Extrinsic more = kind.of(wanted, passing);
      Optional<String> rejection =
          more.equals(passing) ? Optional.empty() : rejection(claim, view, parent, prior, more);
      if (rejection.isEmpty()) {
        passing = more;
      } else {
        LOG.warn(
            "The block of slot {} goes without its {}: {}",
            view.slot(),
            kind.name().toLowerCase(Locale.ROOT),
            rejection.get());
      }
    }
    return passing;
  }

  /** Why a block with this would not be valid. */
  private Optional<String> rejection(
      Claim claim, SlotView view, BlockRef parent, BlockState prior, Extrinsic extrinsic) {
    Header draft = sealer.draft(claim, view, parent.hash(), prior.root(), extrinsic);
    try {
      EncodedBlock block = EncodedBlock.of(new Block(draft, extrinsic), chain.parameters());
      blocks.decode(block.raw().toByteArray()); // as everybody else will
      // What services do cannot make a block invalid: nothing runs them here.
      executor
          .execute(
              block,
              prior.values(),
              new ExecutionContext(
                  prior.knowledge(), ChainAncestors.of(chain, parent.hash()), Optional.empty()))
          .requireSignatures();
      return Optional.empty();
    } catch (BlockRejectedException rejected) {
      return Optional.of(
          rejected.fault().name().toLowerCase(Locale.ROOT).replace('_', ' ')
              + ": "
              + rejected.getMessage());
    } catch (CodecException unreadable) {
      return Optional.of(unreadable.getMessage());
    } catch (RuntimeException bug) {
      LOG.error(
          "A block of slot {} cannot be executed; it goes without that part", view.slot(), bug);
      return Optional.of(bug.toString());
    }
  }
}
