package io.tessera.operator.metrics;

import io.tessera.chain.Sync;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/** The status for people: one page, with its own style and script in it and nothing else. */
final class StatusPage {
  private static final String STYLE = resource("page.css");
  private static final String SCRIPT = resource("page.js");

  /** What a browser lets the page do: its own style and script, and asking this server. */
  static final String POLICY =
      "default-src 'none'; style-src '"
          + sha256(STYLE)
          + "'; script-src '"
          + sha256(SCRIPT)
          + "'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private StatusPage() {}

  private static String resource(String name) {
    try (InputStream in = StatusPage.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static Response answer(Status status) {
    byte[] page = html(status).getBytes(StandardCharsets.UTF_8);
    return new Response(200, "text/html; charset=utf-8", page);
  }

  static String html(Status status) {
    Html out = new Html();
    out.raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>");
    out.text(title(status)).raw("</title>");
    out.raw("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">");
    out.raw("<noscript><meta http-equiv=\"refresh\" content=\"10\"></noscript>");
    out.raw("<link rel=\"icon\" href=\"data:,\">");
    out.raw("<style>" + STYLE + "</style></head><body><main>");
    header(out, status);
    attention(out, status);
    facts(out, status);
    chain(out, status);
    Sections.peers(out, status);
    out.raw("<div class=\"pair\">");
    Sections.pools(out, status.pools());
    Sections.stores(out, status.stores());
    out.raw("</div>");
    Sections.plugins(out, status);
    out.raw("<footer><a href=\"/metrics\">metrics</a> · <a href=\"/status.json\">status.json</a>");
    out.raw(" · <a href=\"/healthz\">healthz</a></footer></main>");
    return out.raw("<script>" + SCRIPT + "</script></body></html>\n").toString();
  }

  private static String title(Status status) {
    String slot = status.chain().map(chain -> " #" + chain.head().slot()).orElse("");
    return (status.complaints().isEmpty() ? "" : "! ") + "Tessera" + slot;
  }

  private static void header(Html out, Status status) {
    boolean healthy = status.complaints().isEmpty();
    out.raw("<header><h1>Tessera</h1>");
    status
        .peerId()
        .ifPresent(id -> out.element("<span class=\"id\">", id.substring(0, 9), "</span>"));
    out.raw(healthy ? "<span class=\"pill\">healthy" : "<span class=\"pill bad\">not healthy");
    out.raw("</span><span class=\"soft\">");
    out.text("version " + status.version() + ", up " + Words.duration(status.uptimeSeconds()));
    status.chain().ifPresent(chain -> out.text(", chain " + chain.id()));
    if (!status.listening().isEmpty()) {
      out.text(", listening on " + String.join(", ", status.listening()));
    }
    out.raw("</span></header>");
  }

  private static void attention(Html out, Status status) {
    if (status.complaints().isEmpty()) {
      return;
    }
    out.raw("<section class=\"attention\"><ul class=\"notes\">");
    status.complaints().forEach(line -> out.element("<li>", line, "</li>"));
    out.raw("</ul></section>");
  }

  private static void facts(Html out, Status status) {
    out.raw("<section class=\"facts\">");
    status
        .chain()
        .ifPresent(
            chain -> {
              String behind =
                  chain.slot().isEmpty() || chain.slot().getAsLong() < chain.head().slot()
                      ? ""
                      : ", "
                          + Words.number(chain.slot().getAsLong() - chain.head().slot())
                          + " behind the clock";
              fact(
                  out,
                  "head slot",
                  Words.number(chain.head().slot()),
                  chain.head().hash().toShortHex() + behind);
              fact(
                  out,
                  "final slot",
                  Words.number(chain.finalized().slot()),
                  chain.finalized().hash().toShortHex()
                      + ", "
                      + Words.number(chain.head().slot() - chain.finalized().slot())
                      + " below the head");
            });
    long dialed = status.peers().stream().filter(Status.PeerLine::dialed).count();
    fact(
        out,
        "peers",
        Words.number(status.peers().size()),
        dialed + " dialed, " + (status.peers().size() - dialed) + " accepted");
    status
        .sync()
        .ifPresent(sync -> fact(out, "sync", Words.plain(sync.state()), "mode " + sync.mode()));
    out.raw("</section>");
  }

  private static void fact(Html out, String name, String value, String more) {
    out.element("<div class=\"fact\"><span>", name, "</span>");
    out.element("<b>", value, "</b>").element("<span>", more, "</span></div>");
  }

  private static void chain(Html out, Status status) {
    if (status.chain().isEmpty()) {
      return;
    }
    Status.ChainLine chain = status.chain().get();
    List<RecentBlocks.Recent> blocks = status.blocks();
    long last =
        blocks.stream().mapToLong(each -> each.ref().slot()).reduce(chain.head().slot(), Math::max);
    out.raw("<section><h2>Last slots</h2>");
    status.sync().ifPresent(sync -> progress(out, sync));
    SlotChart.draw(out, blocks, last);
    out.raw("<div class=\"axis\"><span>slot ")
        .text(Words.number(Math.max(0, last - RecentBlocks.SLOTS + 1)))
        .element("</span><span>", Words.number(last), "</span></div>")
        .raw("<p class=\"key\"><span><i class=\"final\"></i>final</span>")
        .raw("<span><i></i>best chain</span><span><i class=\"fork\"></i>fork</span><span>")
        .text(
            Words.number(chain.height())
                + " blocks since genesis, "
                + chain.leaves()
                + (chain.leaves() == 1 ? " leaf" : " leaves"))
        .raw("</span></p></section>");
  }

  private static void progress(Html out, Sync.Status sync) {
    sync.progress()
        .filter(now -> now.total() > 0)
        .ifPresent(
            now ->
                out.element("<p class=\"soft\">", now, "</p><progress max=\"1\" value=\"")
                    .text(Math.min(1, (double) now.done() / now.total()))
                    .raw("\"></progress><br>"));
  }
}
