package io.tessera.operator.shell;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.BlockState;
import io.tessera.chain.Chain;
import io.tessera.chain.ChainIdentity;
import io.tessera.chain.StateKnowledge;
import io.tessera.chain.Sync;
import io.tessera.chain.Unchecked;
import io.tessera.chain.VerificationStatus;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.net.Peer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.felix.service.command.CommandSession;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** Things that several tests here look at. */
final class Fixtures {
  private Fixtures() {}

  /** A session in which nobody says how wide a line is. */
  static final CommandSession SESSION = session(null);

  /** A session whose lines have as many characters. */
  static CommandSession session(Object columns) {
    return session(columns, Path.of(""));
  }

  /** The same in a folder. */
  static CommandSession session(Object columns, Path folder) {
    return Stub.of(
        CommandSession.class,
        Map.of(
            "get",
            name -> name[0].equals("COLUMNS") ? columns : null,
            "currentDir",
            none -> folder.toAbsolutePath()));
  }

  /** Plugins in a container without bundles. */
  static Plugins plugins() {
    return new Plugins(context(), diagnosis());
  }

  /** A container without bundles and services. */
  static BundleContext context() {
    return Stub.of(
        BundleContext.class,
        Map.of(
            "getBundles", none -> new Bundle[0],
            "getServiceReferences", type -> null,
            "getServiceReference", type -> null));
  }

  /** A diagnosis in a container without bundles. */
  static Diagnosis diagnosis() {
    ServiceComponentRuntime components =
        Stub.of(
            ServiceComponentRuntime.class,
            Map.of("getComponentDescriptionDTOs", bundles -> List.of()));
    return new Diagnosis(context(), components);
  }

  /** 32 bytes, the first two as given. */
  static byte[] bytes(int first, int second) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) first;
    bytes[1] = (byte) second;
    return bytes;
  }

  static PeerId peerId(int first) {
    return new PeerId(Ed25519Public.wrap(bytes(first, 0)));
  }

  static Peer peer(int first, int port) {
    return Stub.of(
        Peer.class,
        Map.of(
            "id", none -> peerId(first),
            "address", none -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            "initiator", none -> true,
            "builder", none -> false,
            "since", none -> Instant.now(),
            "bytesReceived", none -> 1234L,
            "bytesSent", none -> 7L));
  }

  /** Block {@code n} of a chain without forks: slot 2n, hash n in two bytes. */
  static BlockEntry block(int n) {
    Hash hash = Hash.wrap(bytes(n, 0xaa));
    return new BlockEntry(new BlockRef(hash, 2L * n), Hash.wrap(bytes(n - 1, 0xaa)), n, 300);
  }

  /** A chain of as many blocks, of which the last but five is finalized. */
  static Chain chain(int height) {
    List<BlockEntry> blocks = IntStream.rangeClosed(0, height).mapToObj(Fixtures::block).toList();
    BlockRef best = blocks.get(height).ref();
    Map<String, Function<Object[], Object>> answers = new HashMap<>();
    answers.put(
        "verification",
        none -> new VerificationStatus(7, 2, Map.of(Unchecked.PRIOR_STATE_ROOT, 2L), "assumed"));
    answers.put("state", hash -> stateOf(best, (Hash) hash[0]));
    answers.putAll(
        Map.of(
            "id", none -> "dev",
            "identity",
                none ->
                    new ChainIdentity(block(0).ref().hash(), Hash.ZERO, ProtocolParameters.TINY),
            "genesis", none -> blocks.get(0).ref(),
            "best", none -> best,
            "finalized", none -> blocks.get(Math.max(0, height - 5)).ref(),
            "height", none -> (long) height,
            "leaves", none -> List.of(best),
            "contains", hash -> blocks.stream().anyMatch(b -> b.ref().hash().equals(hash[0])),
            "atSlot", slot -> atSlot(blocks, (Long) slot[0]),
            "range", request -> descending(blocks, (BlockRequest) request[0])));
    return Stub.of(Chain.class, answers);
  }

  /** The head's state is known, with a root of 32 bytes 0x51; no other is. */
  private static Optional<BlockState> stateOf(BlockRef best, Hash block) {
    byte[] root = new byte[32];
    Arrays.fill(root, (byte) 0x51);
    return Optional.of(new BlockState(StateKnowledge.COMPLETE, Hash.wrap(root), null, null))
        .filter(state -> block.equals(best.hash()));
  }

  private static List<BlockRef> atSlot(List<BlockEntry> blocks, long slot) {
    return blocks.stream().map(BlockEntry::ref).filter(ref -> ref.slot() == slot).toList();
  }

  private static Optional<List<BlockEntry>> descending(
      List<BlockEntry> blocks, BlockRequest request) {
    return Optional.of(
        blocks.reversed().stream().filter(b -> b.height() > 0).limit(request.maximum()).toList());
  }

  static Sync.Status status(Sync.State state) {
    return new Sync.Status(
        "full",
        state,
        block(7).ref(),
        block(2).ref(),
        block(9).ref(),
        7,
        3.5,
        Optional.of(new Sync.Progress("slots", 14, 18, 3.5, OptionalLong.of(1))));
  }
}
