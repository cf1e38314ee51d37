package io.tessera.core.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tessera.chain.ProvedItems;
import io.tessera.chain.StateFetcher;
import io.tessera.chain.StateRequest;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import io.tessera.testing.testkit.TestNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StateFetcherFacadeTest {
  private static final StateKey KEY = StateKey.fromHex("08" + "00".repeat(30));
  private static final StateRequest REQUEST = StateRequest.of(Hash.ZERO, KEY, 1000);
  private static final ProvedItems NOTHING = new ProvedItems(List.of(), Optional.empty());

  private static ProvedItems fetch(StateFetcher fetcher) throws StreamException {
    return fetcher.fetch(TestNode.id(1), REQUEST, Hash.ZERO);
  }

  @Test
  void aRequestWaitsForAFetcherAndFollowsIt() throws Exception {
    StateFetcherFacade facade =
        new StateFetcherFacade(Duration.ofSeconds(20), Duration.ofSeconds(20));
    FutureTask<ProvedItems> task = new FutureTask<>(() -> fetch(facade));
    Thread.ofVirtual().start(task);
    StateFetcher first = (peer, request, root) -> NOTHING;
    facade.bindFetcher(first);
    assertSame(NOTHING, task.get());
    facade.unbindFetcher(first);
    ProvedItems other = new ProvedItems(List.of(), Optional.of(KEY));
    facade.bindFetcher((peer, request, root) -> other);
    assertSame(other, fetch(facade));
  }

  @Test
  void butNotForEver() {
    StateFetcherFacade facade = new StateFetcherFacade(Duration.ofMillis(20), Duration.ZERO);
    StreamException none = assertThrows(StreamException.class, () -> fetch(facade));
    assertEquals(Fault.UNAVAILABLE, none.fault());
  }
}
