package io.tessera.core.chain;

import com.fasterxml.jackson.jr.ob.JSON;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.CodecException;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.codec.trace.TraceGenesis;
import io.tessera.net.FileTrouble;
import io.tessera.net.PeerAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads and writes chain specifications. */
final class ChainSpecFiles {
  private ChainSpecFiles() {}

  /**
   * Reads a JIP-4 specification or, when the file does not begin like JSON, the {@code genesis.bin}
   * of a trace.
   *
   * @throws ChainSpecException naming the file, the field, its value and what is expected
   */
  static ChainSpec read(Path file) throws ChainSpecException {
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (IOException failure) {
      throw new ChainSpecException(
          "chain specification " + file + " cannot be read: " + FileTrouble.reason(failure));
    } catch (OutOfMemoryError tooLarge) {
      throw new ChainSpecException("chain specification " + file + " is larger than the memory");
    }
    return beginsLikeJson(content)
        ? new JsonSpecReader(file).read(content)
        : readTraceGenesis(file, content);
  }

  private static boolean beginsLikeJson(byte[] content) {
    int first = 0;
    while (first < content.length && Character.isWhitespace(content[first])) {
      first++;
    }
    return first == content.length || content[first] == '{';
  }

  /** A trace does not say its parameters: its genesis fills the file with the right ones only. */
  private static ChainSpec readTraceGenesis(Path file, byte[] content) throws ChainSpecException {
    String reason = "";
    for (ProtocolParameters parameters :
        List.of(ProtocolParameters.TINY, ProtocolParameters.FULL)) {
      try {
        TraceGenesis genesis = TraceGenesis.codec(parameters).decode(content);
        return ofTrace(file, genesis, parameters);
      } catch (CodecException notThese) {
        reason = reason.isEmpty() ? notThese.getMessage() : reason;
      }
    }
    throw new ChainSpecException(
        "chain specification "
            + file
            + " is neither JSON (JIP-4) nor a trace's genesis.bin of 6 or 1023 validators: "
            + reason);
  }

  private static ChainSpec ofTrace(Path file, TraceGenesis genesis, ProtocolParameters parameters)
      throws ChainSpecException {
    Map<StateKey, Bytes> state = new HashMap<>();
    for (KeyValue item : genesis.state().keyvals()) {
      state.put(item.key(), item.value());
    }
    Path folder = file.toAbsolutePath().normalize().getParent().getFileName();
    String id = folder == null ? "trace" : folder.toString();
    ChainSpec spec = ChainSpec.of(id, List.of(), genesis.header(), state, parameters);
    if (!spec.identity().genesisStateRoot().equals(genesis.state().stateRoot())) {
      throw new ChainSpecException(
          "chain specification "
              + file
              + ": state_root is "
              + genesis.state().stateRoot()
              + ", but its state has the root "
              + spec.identity().genesisStateRoot());
    }
    return spec;
  }

  /** The specification as JIP-4 JSON, with its parameters spelt out. */
  static byte[] toJson(ChainSpec spec) throws IOException {
    Map<String, String> state = new TreeMap<>();
    spec.state().forEach((key, value) -> state.put(key.toHex(), value.toHex()));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", spec.id());
    fields.put("bootnodes", spec.bootnodes().stream().map(ChainSpecFiles::bootnode).toList());
    fields.put("genesis_header", hex(Header.codec(spec.parameters()).encode(spec.header())));
    fields.put("protocol_parameters", hex(ProtocolParameters.CODEC.encode(spec.parameters())));
    fields.put("genesis_state", state);
    return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asBytes(fields);
  }

  private static String bootnode(PeerAddress address) {
    String host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
    return address.peer().orElseThrow().name() + "@" + host + ":" + address.port();
  }

  private static String hex(byte[] bytes) {
    return Bytes.wrap(bytes).toHex();
  }
}
