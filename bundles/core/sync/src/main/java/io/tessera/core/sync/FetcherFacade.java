package io.tessera.core.sync;

import io.tessera.chain.BlockFetcher;
import io.tessera.chain.BlockRequest;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.StreamException;
import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The block fetcher that stays while the one that does the work is swapped; see {@link Following}.
 */
@Component(service = BlockFetcher.class, property = "tessera.facade:Boolean=true")
public final class FetcherFacade implements BlockFetcher {
  private final Following<BlockFetcher> fetchers;

  /** Waits 10 s for a fetcher, and 2 s for requests when theirs goes. */
  @Activate
  public FetcherFacade() {
    this(Duration.ofSeconds(10), Duration.ofSeconds(2));
  }

  /**
   * A facade with limits of its own.
   *
   * @param wait longest wait for a fetcher
   * @param drain longest wait for requests under way when their fetcher goes
   */
  FetcherFacade(Duration wait, Duration drain) {
    fetchers = new Following<>("block requests", wait, drain);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      target = "(!" + BlockFetcher.FACADE + ")")
  void bindFetcher(BlockFetcher fetcher) {
    fetchers.bind(fetcher);
  }

  void unbindFetcher(BlockFetcher fetcher) {
    fetchers.unbind(fetcher);
  }

  @Override
  public int fetch(PeerId peer, BlockRequest request, Sink sink) throws StreamException {
    return fetchers.call(fetcher -> fetcher.fetch(peer, request, sink));
  }
}
