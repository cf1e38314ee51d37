package io.tessera.operator.shell;

import io.tessera.chain.Chain;
import io.tessera.chain.StateAccess;
import io.tessera.chain.StateAccess.ProvedValue;
import io.tessera.chain.StateUnavailableException;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.state.StateComponent;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** {@code tessera:state}: values of the state. */
@Component(
    service = StateCommand.class,
    property = {"osgi.command.scope=tessera", "osgi.command.function=state"})
public final class StateCommand {
  /** More bytes than these are shown by {@code --json} only. */
  private static final int SHOWN = 256;

  private final Diagnosis diagnosis;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile StateAccess access;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Chain chain;

  /** Called by the component runtime. */
  @Activate
  public StateCommand(@Reference Diagnosis diagnosis) {
    this.diagnosis = diagnosis;
  }

  /** The command. */
  @Descriptor(
      "one value of the state; state get KEY, a component's name or 62 hexadecimal digits. From this"
          + " node's own state, or from peers with proof against a header: after the head's parent,"
          + " or after the block that --at names. --json for one line of JSON with the whole value."
          + " Example: state get safrole")
  public String state(CommandSession session, String... words)
      throws CommandException, IOException {
    Arguments arguments = Arguments.parse("state", List.of("--json", "--at="), words);
    List<String> order = arguments.some("order");
    if (order.size() != 2 || !order.get(0).equals("get")) {
      throw new CommandException(
          "state: '"
              + String.join(" ", order)
              + "' is no order; give get and a key, see help state");
    }
    ProvedValue value = find(key(order.get(1)), arguments.text("--at", ""));
    return View.of(width -> lines(value, width), () -> values(value)).show(session, arguments);
  }

  private ProvedValue find(StateKey key, String block) throws CommandException {
    StateAccess states = diagnosis.require(access, StateAccess.class);
    try {
      if (block.isEmpty()) {
        return states.get(key);
      }
      Chain ours = diagnosis.require(chain, Chain.class);
      return states.get(key, BlockFinder.find(ours, block));
    } catch (StateUnavailableException unavailable) {
      throw new CommandException("state: " + unavailable.getMessage(), unavailable);
    }
  }

  private static StateKey key(String text) throws CommandException {
    String word = text.toLowerCase(Locale.ROOT);
    for (StateComponent<?> component : StateComponent.ALL) {
      if (component.toString().equals(word)) {
        return component.key();
      }
    }
    if (word.matches("(0x)?[0-9a-f]{62}")) {
      return StateKey.fromHex(word);
    }
    throw new CommandException(
        "state: '"
            + text
            + "' is no key; give 62 hexadecimal digits, or one of "
            + StateComponent.ALL.stream().map(Object::toString).collect(Collectors.joining(", ")));
  }

  private static String lines(ProvedValue value, int width) {
    return new Facts()
        .add("key", value.key())
        .add(
            "value",
            value.value().map(StateCommand::shown).orElse("none: the key is not in the state"))
        .add("block", value.block())
        .add("root", value.root())
        .add(
            "proved",
            value
                .peer()
                .map(peer -> "by peer " + peer + ", against the header of the block's child")
                .orElse("by nobody: it is this node's own state"))
        .text(width);
  }

  private static String shown(Bytes value) {
    String size = Units.bytes(value.size()) + " ";
    return value.size() <= SHOWN
        ? size + value.toHex()
        : size + value.toHex().substring(0, 2 * SHOWN) + "… (--json has all of it)";
  }

  private static Map<String, Object> values(ProvedValue value) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("key", value.key().toHex());
    values.put("present", value.value().isPresent());
    value.value().ifPresent(bytes -> values.put("value", bytes.toHex()));
    values.put("block", value.block().toHex());
    values.put("root", value.root().toHex());
    value.peer().ifPresent(peer -> values.put("peer", peer.name()));
    return values;
  }
}
