package io.tessera.discovery.validators;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.chain.EncodedBlock;
import io.tessera.chain.Origin;
import io.tessera.chain.ProvedItems;
import io.tessera.chain.StateRequest;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.state.ValidatorData;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.merkle.StateTrie;
import io.tessera.net.Fault;
import io.tessera.net.Peer;
import io.tessera.net.PeerAddress;
import io.tessera.net.PeerBook;
import io.tessera.net.Peers;
import io.tessera.net.StreamException;
import io.tessera.net.Workers;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.MemoryChain;
import io.tessera.testing.testkit.TestNode;
import io.tessera.testing.testkit.VirtualClock;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ValidatorsTest {
  private static final StateTrie FIRST = States.of(States.set(1), States.set(11), States.set(21));
  private static final StateTrie SECOND = States.of(States.set(11), States.set(21), States.set(31));
  private static final StateTrie FIRST_IN_PART =
      States.of(States.set(1), States.set(11), States.keysOnly(21));

  /** What a peer answers, or a refusal. */
  private interface Answer {
    ProvedItems to(PeerId peer, StateRequest request) throws StreamException;
  }

  private final ChainBuilder builder = ChainBuilder.tiny(3);
  private final List<EncodedBlock> blocks = builder.chain(30);
  private final MemoryChain chain = new MemoryChain(builder, 1);
  private final VirtualClock clock = new VirtualClock();
  private final Set<PeerAddress> offered = new HashSet<>();
  private final List<PeerAddress> withdrawn = new ArrayList<>();
  private final List<PeerId> asked = new ArrayList<>();
  private int offers;
  private boolean takesPrivate;
  private List<Peer> connected = List.of();
  private Answer answer =
      (peer, request) -> {
        throw new StreamException(Fault.UNAVAILABLE, "no");
      };
  private Workers.Task look;

  private final Validators validators =
      new Validators(
          chain,
          proxy(Peers.class, this::peers),
          proxy(PeerBook.class, (method, arguments) -> takesPrivate),
          this::fetch,
          new Workers() {
            @Override
            public Future<?> start(String name, Task task) {
              throw new UnsupportedOperationException();
            }

            @Override
            public Future<?> repeat(String name, Duration period, Task task) {
              look = task;
              return new CompletableFuture<>();
            }
          },
          clock,
          new Random(9));

  private Object peers(String method, Object[] arguments) {
    switch (method) {
      case "connected" -> {
        return connected;
      }
      case "offer" -> {
        assertEquals("validators", arguments[1]);
        offers++;
        offered.add((PeerAddress) arguments[0]);
      }
      case "withdraw" -> {
        assertEquals("validators", arguments[1]);
        withdrawn.add((PeerAddress) arguments[0]);
      }
      default -> throw new UnsupportedOperationException(method);
    }
    return null;
  }

  /** The proof must be for the finalized block's state, against the root in its child. */
  private ProvedItems fetch(PeerId peer, StateRequest request, Hash root) throws StreamException {
    int height = (int) chain.height() - 1;
    assertEquals(chain.finalized().hash(), request.block());
    assertEquals(blocks.get(height).header().priorStateRoot(), root);
    asked.add(peer);
    return answer.to(peer, request);
  }

  private static Answer proving(StateTrie state) {
    return (peer, request) -> {
      assertEquals(request.start(), request.end());
      Bytes value = state.get(request.start()).orElseThrow();
      return new ProvedItems(List.of(new KeyValue(request.start(), value)), Optional.empty());
    };
  }

  private void importUpTo(int height) {
    chain.importBlocks(blocks.subList((int) chain.height(), height), Origin.FILE);
  }

  private void know(int height, StateTrie state, boolean complete) {
    chain.know(
        blocks.get(height - 1).hash(), complete ? States.complete(state) : States.consensus(state));
  }

  private void look(Duration later) throws InterruptedException {
    clock.advance(later);
    if (look == null) {
      validators.activate();
    }
    look.run();
  }

  private void connect(int count) {
    connected =
        IntStream.range(0, count)
            .mapToObj(i -> proxy(Peer.class, (method, arguments) -> TestNode.id(200 + i)))
            .toList();
  }

  private static Set<PeerAddress> addresses(int... sets) {
    Set<PeerAddress> all = new HashSet<>();
    for (int first : sets) {
      all.addAll(States.addresses(first));
    }
    return all;
  }

  @Test
  void offersWhoIsInThisNodesState() throws Exception {
    importUpTo(3);
    know(2, FIRST, true);
    look(Duration.ZERO);
    assertEquals(addresses(1, 11, 21), offered);
    assertEquals(18, validators.found());
    assertEquals("18 addresses, of this node's state", validators.status());
    assertEquals(List.of(), asked);
  }

  @Test
  void anotherEpochBringsOtherValidators() throws Exception {
    importUpTo(3);
    know(2, FIRST, true);
    look(Duration.ZERO);
    importUpTo(12);
    know(11, SECOND, true);
    look(Duration.ofSeconds(1));
    assertEquals(18, offers, "finality is in the same epoch");
    importUpTo(13);
    know(12, SECOND, true);
    look(Duration.ofSeconds(1));
    assertEquals(addresses(1, 11, 21, 31), offered);
    assertEquals(addresses(1), Set.copyOf(withdrawn));
    assertEquals(18, validators.found());
  }

  @Test
  void whatMayHaveBeenDroppedIsOfferedAgain() throws Exception {
    importUpTo(3);
    know(2, FIRST, true);
    look(Duration.ZERO);
    look(Validators.REPEAT.minusSeconds(1));
    assertEquals(18, offers);
    look(Duration.ofSeconds(1));
    assertEquals(36, offers);
    assertEquals(List.of(), withdrawn);
  }

  @Test
  void privateAddressesAreOfferedOnceTheyAreTaken() throws Exception {
    ValidatorData loopback = States.validator(1, "00".repeat(10) + "ffff" + "7f000001" + "409c");
    List<ValidatorData> set = new ArrayList<>(States.set(1));
    set.set(0, loopback);
    importUpTo(3);
    know(2, States.of(set, States.set(11), States.set(21)), true);
    look(Duration.ZERO);
    assertEquals(17, offered.size());
    takesPrivate = true;
    look(Duration.ofSeconds(1));
    assertEquals(18, offered.size());
  }

  @Test
  void aNodeWithoutTheStateHasItProved() throws Exception {
    importUpTo(3);
    connect(1);
    answer = proving(FIRST);
    look(Duration.ZERO);
    assertEquals(addresses(1, 11, 21), offered);
    assertEquals(3, asked.size());
    assertEquals("18 addresses, proved by a peer", validators.status());
    look(Duration.ofMinutes(1));
    assertEquals(3, asked.size(), "once an epoch is enough");
  }

  @Test
  void whatIsKnownInPartIsCompleted() throws Exception {
    importUpTo(3);
    know(2, FIRST_IN_PART, false);
    look(Duration.ZERO);
    assertEquals(addresses(1, 11), offered);
    assertEquals("12 addresses, known in part", validators.status());
    connect(1);
    answer = proving(FIRST);
    look(Validators.RETRY.multipliedBy(2));
    assertEquals(addresses(1, 11, 21), offered);
  }

  @Test
  void provedSetsMustBeThoseThatAreKnown() throws Exception {
    importUpTo(3);
    know(2, FIRST_IN_PART, false);
    connect(1);
    answer = proving(SECOND);
    look(Duration.ZERO);
    assertEquals(addresses(1, 11), offered);
  }

  @Test
  void someOthersAreAskedAndAllAgainLater() throws Exception {
    importUpTo(3);
    connect(10);
    look(Duration.ZERO);
    assertEquals(3, asked.size());
    assertEquals(3, Set.copyOf(asked).size());
    look(Validators.RETRY.dividedBy(2).minusSeconds(1));
    assertEquals(3, asked.size(), "not again at once");
    look(Validators.RETRY.plusSeconds(1));
    assertEquals(6, asked.size());
    assertEquals(Set.of(), offered);
    PeerId refusing = asked.getLast();
    answer =
        (peer, request) -> {
          if (peer.equals(refusing) || !asked.contains(peer)) {
            throw new StreamException(Fault.RESET, "no");
          }
          return proving(FIRST).to(peer, request);
        };
    look(Validators.RETRY.multipliedBy(2));
    assertEquals(addresses(1, 11, 21), offered);
  }

  @Test
  void whatIsProvedToBeAbsentOrNonsenseIsNotTaken() throws Exception {
    importUpTo(3);
    connect(1);
    answer = (peer, request) -> new ProvedItems(List.of(), Optional.empty());
    look(Duration.ZERO);
    assertEquals(3, asked.size());
    answer =
        (peer, request) ->
            new ProvedItems(
                List.of(new KeyValue(request.start(), Bytes.fromHex("01"))), Optional.empty());
    look(Validators.RETRY.multipliedBy(2));
    assertEquals(6, asked.size());
    assertEquals(Set.of(), offered);
    assertEquals("0 addresses, none is known yet", validators.status());
  }

  @Test
  void withoutAChildNoRootIsKnown() throws Exception {
    connect(1);
    answer = proving(FIRST);
    look(Duration.ZERO);
    assertEquals(List.of(), asked);
  }

  private interface Call {
    Object answer(String method, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> call.answer(method.getName(), arguments)));
  }
}
