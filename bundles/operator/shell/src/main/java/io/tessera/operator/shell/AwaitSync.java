package io.tessera.operator.shell;

import io.tessera.chain.Sync;
import io.tessera.net.Peers;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Behind {@code ./tessera run --exit-when-synced}: waits until the node is synced and prints the
 * head to standard output; a line now and then on standard error tells how it gets on.
 */
@Component(service = Function.class, property = "tessera.command=await-sync")
public final class AwaitSync implements Function<String[], Integer> {
  private static final Duration PROGRESS = Duration.ofSeconds(2);

  private final Sync sync;
  private final Peers peers;
  private final CompletableFuture<Sync.Status> stopped = new CompletableFuture<>();

  /** Called by the component runtime. */
  @Activate
  public AwaitSync(@Reference Sync sync, @Reference Peers peers) {
    this.sync = sync;
    this.peers = peers;
  }

  @Deactivate
  void deactivate() {
    stopped.completeExceptionally(new IllegalStateException("the node stops before it is synced"));
  }

  @Override
  public Integer apply(String[] words) {
    long start = System.nanoTime();
    CompletableFuture<?> end =
        CompletableFuture.anyOf(sync.whenSynced().toCompletableFuture(), stopped);
    try {
      Sync.Status status = (Sync.Status) await(end);
      double seconds = Math.round((System.nanoTime() - start) / 1e6) / 1e3;
      boolean json = Arrays.asList(words).contains("--json");
      System.out.println(json ? json(status, seconds) : sentence(status, seconds));
      return 0;
    } catch (ExecutionException | IOException e) {
      String why = e instanceof IOException ? e.getMessage() : e.getCause().getMessage();
      System.err.println("tessera: " + why);
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private Object await(CompletableFuture<?> end) throws InterruptedException, ExecutionException {
    while (true) {
      try {
        return end.get(PROGRESS.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        System.err.println("sync: " + SyncCommand.sentence(sync.status()));
      }
    }
  }

  private String sentence(Sync.Status status, double seconds) {
    return String.format(
        Locale.ROOT,
        "synced: head %s slot %d, finalized slot %d, %d blocks in %.1f s from %d peers",
        status.head().hash(),
        status.head().slot(),
        status.finalized().slot(),
        status.imported(),
        seconds,
        peers.connected().size());
  }

  private String json(Sync.Status status, double seconds) throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("head", status.head().hash().toHex());
    values.put("slot", status.head().slot());
    values.put("finalized", status.finalized().hash().toHex());
    values.put("blocks", status.imported());
    values.put("seconds", seconds);
    values.put("peers", peers.connected().size());
    return JsonText.write(values);
  }
}
