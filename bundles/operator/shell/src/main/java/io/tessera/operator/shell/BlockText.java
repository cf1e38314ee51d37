package io.tessera.operator.shell;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.Chain;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.Header;

/** A block for people. */
final class BlockText {
  private BlockText() {}

  static String of(Chain chain, Hash hash) throws CommandException {
    BlockEntry entry =
        chain.entry(hash).orElseThrow(() -> new CommandException("block " + hash + " is gone"));
    StringBuilder text = new StringBuilder();
    line(text, "hash", hash);
    line(text, "slot", entry.ref().slot());
    line(text, "height", entry.height());
    line(text, "parent", entry.parent());
    line(text, "size", Units.bytes(entry.size()));
    chain.header(hash).ifPresent(header -> header(text, chain, header));
    return text.toString().stripTrailing();
  }

  private static void header(StringBuilder text, Chain chain, Header header) {
    line(text, "epoch", chain.parameters().epochOf(header.slot()));
    line(text, "author", "validator " + header.authorIndex());
    line(text, "prior state", header.priorStateRoot());
    line(text, "extrinsic", header.extrinsicHash());
    header.epochMark().ifPresent(mark -> line(text, "marker", "epoch"));
    header.ticketsMark().ifPresent(mark -> line(text, "marker", mark.size() + " winning tickets"));
    if (!header.offendersMark().isEmpty()) {
      line(text, "offenders", header.offendersMark().size());
    }
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append(String.format("%-12s%s%n", name, value));
  }
}
