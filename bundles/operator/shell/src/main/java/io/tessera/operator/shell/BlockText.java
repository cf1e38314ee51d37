package io.tessera.operator.shell;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.Chain;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.Header;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A block.
 *
 * @param chain where it is
 * @param entry its place in the chain
 * @param header empty where the chain has none of it
 */
record BlockText(Chain chain, BlockEntry entry, Optional<Header> header) {

  static BlockText of(Chain chain, Hash hash) throws CommandException {
    BlockEntry entry =
        chain.entry(hash).orElseThrow(() -> new CommandException("block " + hash + " is gone"));
    return new BlockText(chain, entry, chain.header(hash));
  }

  /** For people. */
  String text(int width) {
    Facts facts =
        new Facts()
            .add("hash", entry.ref().hash())
            .add("slot", entry.ref().slot())
            .add("height", entry.height())
            .add("parent", entry.parent())
            .add("size", Units.bytes(entry.size()));
    header.ifPresent(head -> add(facts, head));
    return facts.text(width);
  }

  private void add(Facts facts, Header head) {
    facts.add("epoch", chain.parameters().epochOf(head.slot()));
    facts.add("author", "validator " + head.authorIndex());
    facts.add("prior state", head.priorStateRoot());
    facts.add("extrinsic", head.extrinsicHash());
    head.epochMark().ifPresent(mark -> facts.add("marker", "epoch"));
    head.ticketsMark().ifPresent(mark -> facts.add("marker", mark.size() + " winning tickets"));
    if (!head.offendersMark().isEmpty()) {
      facts.add("offenders", head.offendersMark().size());
    }
  }

  /** For programs. */
  Map<String, Object> values() {
    Map<String, Object> values = values(entry);
    header.ifPresent(
        head -> {
          values.put("epoch", chain.parameters().epochOf(head.slot()));
          values.put("author", head.authorIndex());
          values.put("prior_state_root", head.priorStateRoot().toHex());
          values.put("extrinsic_hash", head.extrinsicHash().toHex());
          values.put("epoch_mark", head.epochMark().isPresent());
          values.put("tickets_mark", head.ticketsMark().isPresent());
          values.put("offenders", head.offendersMark().size());
        });
    return values;
  }

  /** The same of a block whose header is not looked at. */
  static Map<String, Object> values(BlockEntry entry) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("hash", entry.ref().hash().toHex());
    values.put("slot", entry.ref().slot());
    values.put("height", entry.height());
    values.put("parent", entry.parent().toHex());
    values.put("size", entry.size());
    return values;
  }
}
