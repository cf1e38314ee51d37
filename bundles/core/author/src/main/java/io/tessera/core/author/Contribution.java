package io.tessera.core.author;

import io.tessera.lib.codec.block.Extrinsic;

/**
 * The kinds of what a block brings, in the order in which they are tried: what may make room for a
 * later one, or spoil it, comes first.
 */
enum Contribution {
  TICKETS {
    @Override
    Extrinsic of(Extrinsic all, Extrinsic base) {
      return new Extrinsic(
          all.tickets(), base.preimages(), base.guarantees(), base.assurances(), base.disputes());
    }
  },
  PREIMAGES {
    @Override
    Extrinsic of(Extrinsic all, Extrinsic base) {
      return new Extrinsic(
          base.tickets(), all.preimages(), base.guarantees(), base.assurances(), base.disputes());
    }
  },
  /** They take reports off their cores. */
  DISPUTES {
    @Override
    Extrinsic of(Extrinsic all, Extrinsic base) {
      return new Extrinsic(
          base.tickets(), base.preimages(), base.guarantees(), base.assurances(), all.disputes());
    }
  },
  /** They make reports available, whose cores are free then. */
  ASSURANCES {
    @Override
    Extrinsic of(Extrinsic all, Extrinsic base) {
      return new Extrinsic(
          base.tickets(), base.preimages(), base.guarantees(), all.assurances(), base.disputes());
    }
  },
  GUARANTEES {
    @Override
    Extrinsic of(Extrinsic all, Extrinsic base) {
      return new Extrinsic(
          base.tickets(), base.preimages(), all.guarantees(), base.assurances(), base.disputes());
    }
  };

  /** This kind of one extrinsic, and the other kinds of another. */
  abstract Extrinsic of(Extrinsic all, Extrinsic base);
}
