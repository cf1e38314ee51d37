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
  public String chain(String... words) throws CommandException, IOException {
    Arguments arguments = Arguments.parse("chain", List.of("--json", "--last="), words).none();
    Chain ours = diagnosis.require(chain, Chain.class);
    if (arguments.has("--json")) {
      return JsonText.write(values(ours));
    }
    int last = arguments.number("--last", 0, 1000);
    return last == 0 ? summary(ours) : table(lastBlocks(ours, last));
  }

  /** One block. */
  @Descriptor(
      "one block, by its hash (which may be shortened), its slot, or best, finalized, genesis."
          + " Example: block best")
  public String block(String... words) throws CommandException {
    String text = Arguments.parse("block", List.of(), words).one("hash or slot");
    Chain ours = diagnosis.require(chain, Chain.class);
    return BlockText.of(ours, BlockFinder.find(ours, text));
  }

  private String summary(Chain ours) {
    FinalityRule rule = finality;
    StringBuilder text = new StringBuilder();
    line(text, "chain", ours.id() + ", " + ours.parameters().validators() + " validators");
    line(text, "genesis", ours.genesis().hash());
    line(text, "state root", ours.identity().genesisStateRoot());
    line(text, "best", "#" + ours.best().slot() + " " + ours.best().hash());
    line(text, "height", ours.height());
    line(text, "finalized", "#" + ours.finalized().slot() + " " + ours.finalized().hash());
    line(
        text,
        "finality",
        rule == null ? diagnosis.missing(FinalityRule.class) : rule.description());
    for (BlockRef leaf : ours.leaves()) {
      line(text, "leaf", "#" + leaf.slot() + " " + leaf.hash());
    }
    return text.toString().stripTrailing();
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append(String.format("%-11s%s%n", name, value));
  }

  private static List<BlockEntry> lastBlocks(Chain ours, int count) {
    return ours.range(
            new BlockRequest(ours.best().hash(), BlockRequest.Direction.DESCENDING, count), count)
        .orElse(List.of());
  }

  private static String table(List<BlockEntry> blocks) {
    if (blocks.isEmpty()) {
      return "the chain has no block yet but genesis";
    }
    Table table = new Table(">HEIGHT", ">SLOT", ">SIZE", "HASH");
    blocks.forEach(
        block ->
            table.row(
                block.height(), block.ref().slot(), Units.bytes(block.size()), block.ref().hash()));
    return table.toString();
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
