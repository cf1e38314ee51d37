package io.tessera.operator.metrics;

import io.tessera.operator.metrics.Status.PeerLine;
import java.util.List;
import java.util.Locale;

/**
 * Draws this node and whom it is connected to: a solid line where it dialed, a dashed one where it
 * was dialed; and around them the validators to which it should be connected and is not.
 */
final class PeerMap {
  private static final int MOST_PEERS = 48;
  private static final int MOST_MISSING = 64;

  /** With more peers their names would cover each other. */
  private static final int MOST_NAMES = 16;

  private static final int NAME_LENGTH = 6;
  private static final double X = 200;
  private static final double Y = 140;

  private PeerMap() {}

  static void draw(Html out, List<PeerLine> all, List<String> allMissing) {
    List<PeerLine> peers = all.subList(0, Math.min(MOST_PEERS, all.size()));
    List<String> missing = allMissing.subList(0, Math.min(MOST_MISSING, allMissing.size()));
    out.raw("<svg class=\"map\" viewBox=\"0 0 400 280\" role=\"img\" aria-label=\"This node and ")
        .text(all.size() + " connected peers")
        .raw("\">");
    for (int i = 0; i < peers.size(); i++) {
      edge(out, peers.get(i), place(i, peers.size(), 130, 96));
    }
    for (int i = 0; i < missing.size(); i++) {
      double[] at = place(i + 0.5, missing.size(), 186, 130);
      circle(out, "node missing", at, 5, missing.get(i) + ", a neighbour that is not connected");
    }
    for (int i = 0; i < peers.size(); i++) {
      node(out, peers.get(i), place(i, peers.size(), 130, 96), peers.size() <= MOST_NAMES);
    }
    circle(out, "node self", new double[] {X, Y}, 13, "this node");
    out.raw("</svg>");
  }

  /** Where the one of so many stands on an ellipse, from the top on. */
  private static double[] place(double index, int count, double width, double height) {
    double angle = 2 * Math.PI * index / count - Math.PI / 2;
    return new double[] {X + width * Math.cos(angle), Y + height * Math.sin(angle)};
  }

  private static void edge(Html out, PeerLine peer, double[] at) {
    String kind = (peer.dialed() ? "" : " in") + (peer.neighbour() ? " near" : "");
    out.raw("<path class=\"edge" + kind + "\" d=\"M" + point(X, Y) + "L" + point(at[0], at[1]))
        .raw("\"/>");
  }

  private static void node(Html out, PeerLine peer, double[] at, boolean named) {
    String kind = "node " + Words.label(peer.role());
    String title = peer.shortId() + ", " + Words.plain(peer.role()) + ", " + peer.address();
    if (peer.role() == Roles.Role.VALIDATOR) {
      out.raw("<rect class=\"" + kind + "\" width=\"15\" height=\"15\" rx=\"3\" x=\"")
          .raw(decimal(at[0] - 7.5) + "\" y=\"" + decimal(at[1] - 7.5) + "\">")
          .element("<title>", title, "</title></rect>");
    } else {
      circle(out, kind, at, 8, title);
    }
    if (named) {
      double below = at[1] >= Y ? 21 : -13;
      out.raw("<text x=\"" + decimal(at[0]) + "\" y=\"" + decimal(at[1] + below) + "\">")
          .text(peer.shortId().substring(0, NAME_LENGTH))
          .raw("</text>");
    }
  }

  private static void circle(Html out, String kind, double[] at, int radius, String title) {
    out.raw("<circle class=\"" + kind + "\" r=\"" + radius + "\" cx=\"" + decimal(at[0]))
        .raw("\" cy=\"" + decimal(at[1]) + "\">")
        .element("<title>", title, "</title></circle>");
  }

  private static String point(double x, double y) {
    return decimal(x) + " " + decimal(y);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
