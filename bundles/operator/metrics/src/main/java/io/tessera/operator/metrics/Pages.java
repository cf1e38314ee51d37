package io.tessera.operator.metrics;

import io.tessera.chain.Chain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What there is to be asked for. */
final class Pages implements Function<Request, Response> {
  private static final Set<String> PATHS = Set.of("/", "/metrics", "/status.json", "/healthz");

  private final Sources sources;
  private final Scrape scrape;
  private final StatusReader status;
  private final RecentBlocks blocks;
  private final Health health;
  private final HostNames names;
  private final RequestCounts counts;

  Pages(
      Sources sources,
      Scrape scrape,
      StatusReader status,
      RecentBlocks blocks,
      Health health,
      HostNames names,
      RequestCounts counts) {
    this.sources = sources;
    this.scrape = scrape;
    this.status = status;
    this.blocks = blocks;
    this.health = health;
    this.names = names;
    this.counts = counts;
  }

  @Override
  public Response apply(Request request) {
    Response response = answer(request);
    String path = PATHS.contains(request.path()) ? request.path() : RequestCounts.OTHER;
    counts.answered(path, response.status());
    return response;
  }

  private Response answer(Request request) {
    if (!names.allows(request.field("host"))) {
      return Response.text(
          421,
          "this server is not called that; use its IP address or localhost, or name it in"
              + " host_names of io.tessera.operator.metrics");
    }
    try {
      return switch (request.path()) {
        case "/metrics" -> scrape.answer(request.field("accept"));
        case "/healthz" -> healthz();
        case "/status.json" -> StatusJson.answer(read());
        case "/" -> StatusPage.answer(read());
        default -> Response.text(404, "there are /, /metrics, /status.json and /healthz");
      };
    } catch (IOException failure) { // of writing to memory
      throw new UncheckedIOException(failure);
    }
  }

  private Response healthz() {
    List<String> complaints = health.complaints();
    return complaints.isEmpty()
        ? Response.text(200, "healthy")
        : Response.text(503, String.join("\n", complaints));
  }

  private Status read() {
    Chain chain = sources.chain;
    if (chain != null) {
      blocks.begin(chain);
    }
    return status.read();
  }
}
