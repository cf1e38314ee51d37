package io.tessera.operator.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.Chain;
import io.tessera.chain.Sync;
import io.tessera.lib.codec.Hash;
import io.tessera.net.PeerAddress;
import io.tessera.net.PeerBook;
import io.tessera.net.Peers;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

class CompletionsTest {
  private static final Path PROFILE =
      Path.of(System.getProperty("tessera.root"), "distribution/src/main/dist/etc/gosh_profile");

  private final Completions completions = completions(Fixtures.context());

  private static Completions completions(BundleContext context) {
    return new Completions(context, Fixtures.diagnosis(), new Commands(Fixtures.context()));
  }

  private static PeerBook.Entry entry(int peer, Instant bannedUntil) {
    return new PeerBook.Entry(
        Fixtures.peerId(peer),
        List.of(),
        Set.of(),
        Optional.empty(),
        0,
        100,
        Optional.ofNullable(bannedUntil));
  }

  @Test
  void modesAndComponentsOfTheState() {
    completions.sync = Stub.of(Sync.class, Map.of("modes", none -> List.of("full", "light")));
    assertEquals(List.of("mode", "full", "light"), completions.__modes());
    assertEquals("get", completions.__state().getFirst());
    assertTrue(completions.__state().contains("safrole"));
  }

  @Test
  void peersThatAreConnectedAndAddressesThatMayBeDialed() {
    PeerAddress found = new PeerAddress("10.0.0.7", 4000, Optional.of(Fixtures.peerId(9)));
    completions.peers =
        Stub.of(
            Peers.class,
            Map.of(
                "connected", none -> List.of(Fixtures.peer(1, 40), Fixtures.peer(2, 41)),
                "candidates", none -> List.of(new Peers.Candidate(found, "dht", 0, ""))));
    assertEquals(
        List.of(Fixtures.peerId(1).name(), Fixtures.peerId(2).name()), completions.__peers());
    assertEquals(List.of(found.toString()), completions.__addresses());
  }

  @Test
  void allPeersOfTheBookAndThoseThatAreBanned() {
    List<PeerBook.Entry> entries = List.of(entry(1, null), entry(2, Instant.MAX));
    completions.book = Stub.of(PeerBook.class, Map.of("entries", none -> entries));
    assertEquals(
        List.of(Fixtures.peerId(1).name(), Fixtures.peerId(2).name()), completions.__known());
    assertEquals(List.of(Fixtures.peerId(2).name()), completions.__banned());
  }

  @Test
  void recentBlocksNewestFirstAndNotTooMany() {
    Chain chain = Fixtures.chain(100);
    completions.chain = chain;
    List<String> offered = completions.__blocks();
    assertEquals(List.of("best", "finalized", "genesis"), offered.subList(0, 3));
    assertEquals(chain.best().hash().toHex(), offered.get(3));
    assertEquals(3 + 50, offered.size());
    assertEquals(offered.size(), Set.copyOf(offered).size(), "none twice");
    Hash recent = Fixtures.block(90).ref().hash();
    assertTrue(offered.contains(recent.toHex()));
  }

  @Test
  void bundlesByNameAndById() {
    Bundle bundle =
        Stub.of(
            Bundle.class,
            Map.of("getSymbolicName", none -> "example.echo", "getBundleId", none -> 71L));
    BundleContext context =
        Stub.of(BundleContext.class, Map.of("getBundles", none -> new Bundle[] {bundle}));
    assertEquals(List.of("example.echo", "71"), completions(context).__bundles());
    assertTrue(completions(context).__parts().contains("example.echo"));
  }

  @Test
  void nothingOfServicesThatAreNotThere() {
    assertEquals(List.of(), completions.__peers());
    assertEquals(List.of(), completions.__known());
    assertEquals(List.of(), completions.__banned());
    assertEquals(List.of(), completions.__addresses());
    assertEquals(List.of("mode"), completions.__modes());
    assertEquals(List.of("best", "finalized", "genesis"), completions.__blocks());
  }

  @Test
  void whatTheProfileCallsIsThere() throws Exception {
    Set<String> called = new TreeSet<>();
    for (String line : Files.readAllLines(PROFILE)) {
      Pattern.compile("complete .* -a '(__\\w+)")
          .matcher(line)
          .results()
          .map((MatchResult call) -> call.group(1))
          .forEach(called::add);
    }
    assertTrue(called.contains("__peers"), called.toString());
    Set<String> there = new TreeSet<>(Set.of("__files")); // of the prompt itself
    for (Class<?> type : List.of(Completions.class, ConfigCommand.class)) {
      Arrays.stream(type.getMethods()).map(Method::getName).forEach(there::add);
    }
    called.removeAll(there);
    assertEquals(Set.of(), called);
  }
}
