package io.tessera.operator.shell;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.BlockRequest.Direction;
import io.tessera.chain.Chain;
import io.tessera.lib.codec.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Finds the block that an operator means. */
final class BlockFinder {
  /** How far back a shortened hash is looked for: the store has no index of prefixes. */
  static final int RECENT = 1000;

  private BlockFinder() {}

  /**
   * The block that {@code text} names: {@code best}, {@code finalized}, {@code genesis}, a slot in
   * decimal digits, a full hash, or the beginning of a hash among the recent blocks.
   */
  static Hash find(Chain chain, String text) throws CommandException {
    String word = text.toLowerCase(Locale.ROOT).replaceFirst("^0x", "");
    return switch (word) {
      case "best" -> chain.best().hash();
      case "finalized" -> chain.finalized().hash();
      case "genesis" -> chain.genesis().hash();
      default -> findByNumber(chain, text, word);
    };
  }

  private static Hash findByNumber(Chain chain, String text, String word) throws CommandException {
    if (word.matches("[0-9a-f]{64}")) {
      return stored(chain, Hash.fromHex(word));
    }
    // Eight digits name more slots than there are today: what is longer must be a hash.
    boolean slot = word.matches("\\d{1,8}") && !text.startsWith("0x");
    if (slot) {
      List<BlockRef> here = chain.atSlot(Long.parseLong(word));
      if (here.size() == 1) {
        return here.get(0).hash();
      } else if (here.size() > 1) {
        throw new CommandException(
            "slot " + word + " has " + here.size() + " blocks: " + hashes(here) + "; give a hash");
      }
      if (word.length() < Prefix.SHORTEST) {
        throw new CommandException("slot '" + word + "' has no block");
      }
    }
    if (!word.matches("[0-9a-f]{1,64}")) {
      throw new CommandException(
          "'" + text + "' is no block; give a hash, a slot, best, finalized or genesis");
    }
    return Prefix.unique(
        "block",
        slot
            ? "among the last " + RECENT + " and the leaves, and slot " + word + " has no block"
            : "among the last " + RECENT + " and the leaves; give the slot or the whole hash",
        word,
        recent(chain),
        Hash::toHex);
  }

  private static Hash stored(Chain chain, Hash hash) throws CommandException {
    if (!chain.contains(hash)) {
      throw new CommandException("block " + hash + " is not stored here");
    }
    return hash;
  }

  private static String hashes(List<BlockRef> blocks) {
    return String.join(", ", blocks.stream().map(block -> block.hash().toShortHex()).toList());
  }

  /** Hashes that a prefix is looked up in, newest first. */
  static List<Hash> recent(Chain chain) {
    List<Hash> hashes = new ArrayList<>();
    chain.leaves().forEach(leaf -> hashes.add(leaf.hash()));
    hashes.add(chain.genesis().hash());
    chain
        .range(new BlockRequest(chain.best().hash(), Direction.DESCENDING, RECENT), RECENT)
        .ifPresent(
            entries ->
                entries.stream().map(BlockEntry::ref).map(BlockRef::hash).forEach(hashes::add));
    return hashes;
  }
}
