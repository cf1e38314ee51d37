package io.tessera.core.sync;

import io.tessera.chain.ProvedItems;
import io.tessera.chain.StateFetcher;
import io.tessera.chain.StateRequest;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.StateKey;
import io.tessera.net.StreamException;
import java.time.Duration;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The state fetcher that stays while the one that does the work is swapped; see {@link Following}.
 */
@Component(service = StateFetcher.class, property = "tessera.facade:Boolean=true")
public final class StateFetcherFacade implements StateFetcher {
  private final Following<StateFetcher> fetchers;

  /** Waits 10 s for a fetcher, and 2 s for requests when theirs goes. */
  @Activate
  public StateFetcherFacade() {
    this(Duration.ofSeconds(10), Duration.ofSeconds(2));
  }

  StateFetcherFacade(Duration wait, Duration drain) {
    fetchers = new Following<>("state requests", wait, drain);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      target = "(!" + StateFetcher.FACADE + ")")
  void bindFetcher(StateFetcher fetcher) {
    fetchers.bind(fetcher);
  }

  void unbindFetcher(StateFetcher fetcher) {
    fetchers.unbind(fetcher);
  }

  @Override
  public ProvedItems fetch(PeerId peer, StateRequest request, Hash root) throws StreamException {
    return fetchers.call(fetcher -> fetcher.fetch(peer, request, root));
  }

  @Override
  public List<Bytes> path(PeerId peer, Hash block, StateKey key, Hash root) throws StreamException {
    return fetchers.call(fetcher -> fetcher.path(peer, block, key, root));
  }
}
