package io.tessera.operator.shell;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.Chain;
import io.tessera.chain.FinalityRule;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** {@code tessera:chain} and {@code block}. */
@Component(
    service = ChainCommands.class,
    property = {
      "osgi.command.scope=tessera",
      "osgi.command.function=chain",
      "osgi.command.function=block"
    })
public final class ChainCommands {
  private final Diagnosis diagnosis;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Chain chain;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile FinalityRule finality;

  /** Called by the component runtime. */
  @Activate
  public ChainCommands(@Reference Diagnosis diagnosis) {
    this.diagnosis = diagnosis;
  }

  /** The chain, its heads and its leaves. */
  @Descriptor(
      "the chain: identity, heads, leaves; --last N lists its last N blocks. --json for one line of"
          + " JSON. Example: chain --last 10")
  public String chain(CommandSession session, String... words)
      throws CommandException, IOException {
    Arguments arguments = Arguments.parse("chain", List.of("--json", "--last="), words).none();
    Chain ours = diagnosis.require(chain, Chain.class);
    int last = arguments.number("--last", 0, 1000);
    View view =
        last == 0
            ? View.of(width -> summary(ours, width), () -> values(ours))
            : View.of(
                width -> table(lastBlocks(ours, last), width),
                () -> lastBlocks(ours, last).stream().map(BlockText::values).toList());
    return view.show(session, arguments);
  }

  /** One block. */
  @Descriptor(
      "one block, by its hash (which may be shortened), its slot, or best, finalized, genesis."
          + " --json for one line of JSON. Example: block best")
  public String block(CommandSession session, String... words)
      throws CommandException, IOException {
    Arguments arguments = Arguments.parse("block", List.of("--json"), words);
    Chain ours = diagnosis.require(chain, Chain.class);
    BlockText block = BlockText.of(ours, BlockFinder.find(ours, arguments.one("hash or slot")));
    return View.of(block::text, block::values).show(session, arguments);
  }

  private String summary(Chain ours, int width) {
    FinalityRule rule = finality;
    Facts facts =
        new Facts()
            .add("chain", ours.id() + ", " + ours.parameters().validators() + " validators")
            .add("genesis", ours.genesis().hash())
            .add("state root", ours.identity().genesisStateRoot())
            .add("best", "#" + ours.best().slot() + " " + ours.best().hash())
            .add("height", ours.height())
            .add("finalized", "#" + ours.finalized().slot() + " " + ours.finalized().hash())
            .add(
                "finality",
                rule == null ? diagnosis.missing(FinalityRule.class) : rule.description());
    for (BlockRef leaf : ours.leaves()) {
      facts.add("leaf", "#" + leaf.slot() + " " + leaf.hash());
    }
    return facts.text(width);
  }

  private static List<BlockEntry> lastBlocks(Chain ours, int count) {
    return ours.range(
            new BlockRequest(ours.best().hash(), BlockRequest.Direction.DESCENDING, count), count)
        .orElse(List.of());
  }

  private static String table(List<BlockEntry> blocks, int width) {
    if (blocks.isEmpty()) {
      return "the chain has no block yet but genesis";
    }
    Table table =
        new Table(
            Column.number("HEIGHT"),
            Column.number("SLOT"),
            Column.number("SIZE"),
            Column.text("HASH").atLeast(9));
    blocks.forEach(
        block ->
            table.row(
                block.height(), block.ref().slot(), Units.bytes(block.size()), block.ref().hash()));
    return table.text(width);
  }

  private static Map<String, Object> values(Chain ours) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("chain", ours.id());
    values.put("validators", ours.parameters().validators());
    values.put("genesis", ours.genesis().hash().toHex());
    values.put("genesis_state_root", ours.identity().genesisStateRoot().toHex());
    values.put("head", ours.best().hash().toHex());
    values.put("slot", ours.best().slot());
    values.put("height", ours.height());
    values.put("finalized", ours.finalized().hash().toHex());
    values.put("finalized_slot", ours.finalized().slot());
    values.put("leaves", ours.leaves().stream().map(leaf -> leaf.hash().toHex()).toList());
    return values;
  }
}
