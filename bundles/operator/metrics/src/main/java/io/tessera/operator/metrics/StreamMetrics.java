package io.tessera.operator.metrics;

import io.tessera.net.StreamStatistics;
import io.tessera.net.StreamStatistics.Counts;
import java.util.List;
import java.util.function.ToLongFunction;

/** Figures of streams by kind. */
final class StreamMetrics {
  private final Sources sources;

  StreamMetrics(Sources sources) {
    this.sources = sources;
  }

  void collect(Families out) {
    StreamStatistics streams = sources.streams;
    if (streams == null) {
      return;
    }
    List<Counts> all = streams.streams();
    out.gauge(
        "tessera_streams_active",
        "Streams that are open, by kind and by which side opened them.",
        samples -> all.forEach(of -> samples.add(of.active(), "kind", kind(of), "side", side(of))));
    out.counter(
        "tessera_streams",
        "Streams that have ended, by kind, side and outcome: ok, or the fault.",
        samples -> all.forEach(of -> outcomes(samples, of)));
    directed(
        out,
        "tessera_stream_messages",
        "Messages, by the stream's kind and side and the message's direction.",
        all,
        Counts::messagesReceived,
        Counts::messagesSent);
    directed(
        out,
        "tessera_stream_bytes",
        "Bytes of stream data, by the stream's kind and side and the direction.",
        all,
        Counts::bytesReceived,
        Counts::bytesSent);
    out.histogram(
        "tessera_stream_seconds",
        "How long common ephemeral streams took that ended well: of those that this side opened,"
            + " what its requests took.",
        histograms ->
            all.stream()
                .filter(of -> of.duration().count() > 0)
                .forEach(of -> histograms.add(of.duration(), "kind", kind(of), "side", side(of))));
  }

  private static void outcomes(Families.Samples samples, Counts of) {
    samples.add(of.ok(), "kind", kind(of), "side", side(of), "outcome", "ok");
    of.faults()
        .forEach(
            (fault, count) ->
                samples.add(
                    count, "kind", kind(of), "side", side(of), "outcome", Words.label(fault)));
  }

  private static void directed(
      Families out,
      String name,
      String help,
      List<Counts> all,
      ToLongFunction<Counts> received,
      ToLongFunction<Counts> sent) {
    out.counter(
        name,
        help,
        samples -> {
          for (Counts of : all) {
            String kind = kind(of);
            String side = side(of);
            long in = received.applyAsLong(of);
            long gone = sent.applyAsLong(of);
            samples.add(in, "kind", kind, "side", side, "direction", "received");
            samples.add(gone, "kind", kind, "side", side, "direction", "sent");
          }
        });
  }

  private static String kind(Counts of) {
    return of.kind() == StreamStatistics.OTHER ? "other" : Integer.toString(of.kind());
  }

  private static String side(Counts of) {
    return of.initiator() ? "initiator" : "acceptor";
  }
}
