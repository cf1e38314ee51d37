package io.tessera.operator.shell;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.PeerAddress;
import io.tessera.net.Peers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows the addresses that may be dialed. */
final class CandidateTable {
  private CandidateTable() {}

  /** For people. */
  static String text(List<Peers.Candidate> candidates, int width) {
    if (candidates.isEmpty()) {
      return "no address is known";
    }
    Table table =
        new Table(
            Column.text("ADDRESS").atLeast(21),
            Column.text("PEER").atLeast(9),
            Column.text("SOURCE"),
            Column.number("FAILURES"),
            Column.text("LAST FAILURE").atLeast(16).expendable(1));
    for (Peers.Candidate candidate : candidates) {
      table.row(
          where(candidate.address()),
          candidate.address().peer().map(PeerId::shortName).orElse("-"),
          candidate.source(),
          candidate.failures(),
          candidate.lastFailure());
    }
    return table.text(width);
  }

  private static String where(PeerAddress address) {
    return new PeerAddress(address.host(), address.port(), Optional.<PeerId>empty()).toString();
  }

  /** For programs. */
  static List<Map<String, Object>> values(List<Peers.Candidate> candidates) {
    return candidates.stream().map(CandidateTable::values).toList();
  }

  private static Map<String, Object> values(Peers.Candidate candidate) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("address", candidate.address().toString());
    values.put("source", candidate.source());
    values.put("failures", candidate.failures());
    values.put("last_failure", candidate.lastFailure());
    return values;
  }
}
