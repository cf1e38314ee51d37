package io.tessera.core.chain;

import io.tessera.chain.AncestorLookup;
import io.tessera.chain.BlockExecutor;
import io.tessera.chain.ChainIdentity;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.StateDelta;
import io.tessera.chain.StateKnowledge;
import io.tessera.chain.Unchecked;
import io.tessera.core.chain.safrole.Consensus;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.block.Block;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.Header;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks blocks by their headers alone, where no state is kept: slot, author, markers as far as the
 * headers before tell them, who may seal, and both signatures. What is left out is counted.
 */
final class HeaderVerifier extends BlockVerifier {
  private static final BlockExecutor NOTHING =
      (block, prior, context) -> {
        throw new IllegalStateException("no block is executed where headers only are kept");
      };

  private final Codec<Header> headers;
  private final HeaderState states;
  private final ChainIdentity chain;

  HeaderVerifier(ChainIdentity chain) {
    super(chain.parameters(), NOTHING, Optional::empty);
    this.chain = chain;
    headers = Header.codec(chain.parameters());
    states = new HeaderState(chain.parameters());
  }

  @Override
  Verified verify(EncodedBlock block, Posterior parent, AncestorLookup ancestors)
      throws InvalidBlockException {
    Header header = block.header();
    Consensus consensus = follow(parent, header);
    requireGenesisState(header);
    StateDelta delta = StateDelta.of(states.changes(parent.consensus(), consensus));
    return new Verified(
        new Posterior(consensus, parent.state().with(delta.changes()), StateKnowledge.HEADERS),
        delta,
        List.of(sealCheck(consensus, header)),
        unchecked(header));
  }

  /** The one state whose root is known: chains can share a genesis header, but not that too. */
  private void requireGenesisState(Header header) throws InvalidBlockException {
    if (isFirst(header) && !header.priorStateRoot().equals(chain.genesisStateRoot())) {
      throw new InvalidBlockException(
          "prior state root: the header has "
              + header.priorStateRoot().toShortHex()
              + ", the genesis state has "
              + chain.genesisStateRoot().toShortHex());
    }
  }

  private boolean isFirst(Header header) {
    return header.parent().equals(chain.genesisHash());
  }

  private Map<Unchecked, Integer> unchecked(Header header) {
    Map<Unchecked, Integer> unchecked = new EnumMap<>(Unchecked.class);
    if (!isFirst(header)) {
      unchecked.put(Unchecked.PRIOR_STATE_ROOT, 1);
    }
    unchecked.put(Unchecked.STATE_TRANSITION, 1);
    int markers =
        (header.epochMark().isPresent() ? 1 : 0)
            + (header.ticketsMark().isPresent() ? 1 : 0)
            + (header.offendersMark().isEmpty() ? 0 : 1);
    if (markers > 0) {
      unchecked.put(Unchecked.MARKERS, markers);
    }
    return unchecked;
  }

  /** The header, with nothing beneath it: the body was checked against its hash, and goes. */
  @Override
  EncodedBlock kept(EncodedBlock block) {
    return new EncodedBlock(
        block.hash(),
        new Block(block.header(), Extrinsic.EMPTY),
        Bytes.wrap(headers.encode(block.header())));
  }
}
