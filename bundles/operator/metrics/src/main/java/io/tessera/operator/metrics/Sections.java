package io.tessera.operator.metrics;

import io.tessera.net.StreamFault;
import io.tessera.net.Streams.ProtocolInfo;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The parts of the page that are lists. */
final class Sections {
  /** More peers than these are in status.json only. */
  private static final int MOST_PEERS = 200;

  private Sections() {}

  static void peers(Html out, Status status) {
    out.raw("<section><h2>Peers</h2>");
    PeerMap.draw(out, status.peers(), status.missing());
    out.raw("<p class=\"key\"><span><i></i>validator</span><span><i class=\"node\"></i>node</span>")
        .raw("<span><i class=\"fork\"></i>builder</span>")
        .raw("<span>solid line: dialed</span><span>dashed: accepted</span>");
    if (!status.missing().isEmpty()) {
      out.raw("<span><i class=\"missing\"></i>")
          .text(status.missing().size() + " validators next in the grid, not connected")
          .raw("</span>");
    }
    out.raw("</p>");
    if (status.peers().isEmpty()) {
      out.raw("<p class=\"soft\">No peer is connected.</p></section>");
      return;
    }
    out.raw("<br><table><thead><tr><th>peer<th>address<th>direction<th>role")
        .raw("<th class=\"num\">since<th class=\"num\">received<th class=\"num\">sent")
        .raw("<th class=\"num\">standing</tr></thead><tbody>");
    status.peers().stream().limit(MOST_PEERS).forEach(peer -> peer(out, peer));
    out.raw("</tbody></table>");
    if (status.peers().size() > MOST_PEERS) {
      out.element("<p class=\"soft\">", "and " + (status.peers().size() - MOST_PEERS), " more</p>");
    }
    out.raw("</section>");
  }

  private static void peer(Html out, Status.PeerLine peer) {
    out.raw("<tr><td class=\"mono\" title=\"").text(peer.id()).raw("\">");
    out.text(peer.shortId()).raw("</td>");
    out.element("<td class=\"mono\">", peer.address(), "</td>");
    out.element("<td>", peer.dialed() ? "dialed" : "accepted", "</td>");
    String neighbour = peer.neighbour() ? ", neighbour" : "";
    out.element("<td>", Words.plain(peer.role()) + neighbour, "</td>");
    number(out, "since", Words.duration(peer.seconds()));
    number(out, "received", Words.bytes(peer.received()));
    number(out, "sent", Words.bytes(peer.sent()));
    String standing = peer.standing().isEmpty() ? "–" : "" + peer.standing().getAsLong();
    number(out, "standing", standing);
    out.raw("</tr>");
  }

  private static void number(Html out, String name, String value) {
    out.raw("<td class=\"num\" data-k=\"" + name + "\">").text(value).raw("</td>");
  }

  static void pools(Html out, List<Status.PoolLine> pools) {
    out.raw("<section><h2>Waiting for a block</h2><div class=\"bars\">");
    for (Status.PoolLine pool : pools) {
      String bound = pool.bound().isEmpty() ? "" : " of " + Words.number(pool.bound().getAsLong());
      bar(out, pool.name(), pool.size(), pool.bound().orElse(0));
      out.element("<span class=\"num\">", Words.number(pool.size()) + bound, "</span>");
    }
    out.raw(
        pools.isEmpty()
            ? "<span class=\"soft\">no pool</span></div></section>"
            : "</div></section>");
  }

  private static void bar(Html out, String name, long value, long most) {
    out.element("<span>", name, "</span>");
    if (most > 0) {
      double share = Math.min(1, (double) value / most);
      out.raw("<progress max=\"1\" value=\"" + String.format(Locale.ROOT, "%.4f", share))
          .raw("\"></progress>");
    } else {
      out.raw("<span></span>");
    }
  }

  static void stores(Html out, List<Status.StoreLine> stores) {
    out.raw("<section><h2>On disk</h2>");
    for (Status.StoreLine store : stores) {
      var usage = store.usage();
      String limit = usage.limit().isEmpty() ? "" : " of " + Words.bytes(usage.limit().getAsLong());
      out.raw("<div class=\"bars\">");
      bar(out, store.name(), usage.bytes(), usage.limit().orElse(0));
      out.element("<span class=\"num\">", Words.bytes(usage.bytes()) + limit, "</span></div>");
      StringBuilder entries = new StringBuilder();
      new TreeMap<>(usage.entries())
          .forEach(
              (sort, count) ->
                  entries
                      .append(entries.isEmpty() ? "" : ", ")
                      .append(Words.number(count))
                      .append(' ')
                      .append(sort.replace('_', ' ')));
      out.element("<p class=\"soft\">", entries, "</p>");
    }
    out.raw(stores.isEmpty() ? "<p class=\"soft\">no store</p></section>" : "</section>");
  }

  static void plugins(Html out, Status status) {
    int many = status.protocols().size() + status.discoveries().size();
    out.raw("<section>");
    trouble(out, status.troubles(), status.errors());
    out.raw("<details id=\"plugins\"><summary>").text("Plugins, " + many).raw("</summary>");
    out.raw("<table><thead><tr><th>protocol<th>bundle<th>state<th class=\"num\">open")
        .raw("<th class=\"num\">served<th class=\"num\">failed<th>last fault</tr></thead><tbody>");
    status.protocols().forEach(info -> protocol(out, info));
    out.raw("</tbody></table><table><thead><tr><th>discovery<th>does<th class=\"num\">found")
        .raw("</tr></thead><tbody>");
    for (Status.DiscoveryLine line : status.discoveries()) {
      out.element("<tr><td>", line.name(), "</td>").element("<td>", line.status(), "</td>");
      number(out, "found", Words.number(line.found()));
      out.raw("</tr>");
    }
    out.raw("</tbody></table></details></section>");
  }

  private static void trouble(Html out, List<Components.Info> all, Map<String, Long> errors) {
    if (all.isEmpty() && errors.isEmpty()) {
      return;
    }
    out.raw("<h2>Not as it should be</h2><ul class=\"notes\">");
    for (Components.Info each : all) {
      String failure = each.failure().isEmpty() ? "" : ": " + each.failure();
      out.element("<li>", each.name() + " is " + Words.label(each.state()) + failure, "</li>");
    }
    errors.forEach(
        (bundle, count) ->
            out.element("<li>", bundle + " had " + count + " errors; see the log", "</li>"));
    out.raw("</ul><br>");
  }

  private static String text(StreamFault fault) {
    String when = Words.duration(fault.age().toSeconds()) + " ago";
    return Words.plain(fault.fault()) + ", " + when + ": " + fault.message();
  }

  private static void protocol(Html out, ProtocolInfo info) {
    out.element("<tr><td class=\"wide\">", info.name(), "</td>");
    String bundle = info.bundle().replaceFirst("^io\\.tessera\\.", "");
    out.element("<td class=\"mono\">", bundle + " " + info.version(), "</td>");
    out.element("<td class=\"word\">", info.serving() ? "serves" : "outranked", "</td>");
    number(out, "open", Words.number(info.active()));
    number(out, "served", Words.number(info.served()));
    number(out, "failed", Words.number(info.failed()));
    String fault = info.lastFault().map(Sections::text).orElse("");
    out.element("<td class=\"wide soft\">", fault, "</td></tr>");
  }
}
