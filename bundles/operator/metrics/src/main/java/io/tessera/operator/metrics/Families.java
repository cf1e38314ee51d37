package io.tessera.operator.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tessera.net.Histogram;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Gathers the metric families of one scrape; a family without a sample is left out. Of samples with
 * the same labels, as of two plugins while one takes the other's place, the last one counts.
 */
final class Families {
  private static final List<Double> BOUNDS =
      Stream.concat(Histogram.BOUNDS.stream(), Stream.of(Double.POSITIVE_INFINITY)).toList();

  private final List<MetricSnapshot> all = new ArrayList<>();

  /** Takes the samples of a family. */
  @FunctionalInterface
  interface Samples {
    /**
     * Adds a sample.
     *
     * @param labels names and values by turns; values from a bounded set
     */
    void add(Number value, String... labels);
  }

  /** Takes the histograms of a family. */
  @FunctionalInterface
  interface Histograms {
    /** Adds one, with labels as {@link Samples}. */
    void add(Histogram.Snapshot histogram, String... labels);
  }

  /** What goes up and down. */
  void gauge(String name, String help, Consumer<Samples> source) {
    Map<Labels, GaugeDataPointSnapshot> points = new LinkedHashMap<>();
    source.accept(
        (value, names) -> {
          Labels labels = Labels.of(names);
          points.put(labels, new GaugeDataPointSnapshot(value.doubleValue(), labels, null));
        });
    if (!points.isEmpty()) {
      all.add(new GaugeSnapshot(new MetricMetadata(name, help), points.values()));
    }
  }

  /** One value that goes up and down. */
  void gauge(String name, String help, Number value) {
    gauge(name, help, samples -> samples.add(value));
  }

  /**
   * What only grows.
   *
   * @param name without the {@code _total} that it is written with
   */
  void counter(String name, String help, Consumer<Samples> source) {
    Map<Labels, CounterDataPointSnapshot> points = new LinkedHashMap<>();
    source.accept(
        (value, names) -> {
          Labels labels = Labels.of(names);
          points.put(labels, new CounterDataPointSnapshot(value.doubleValue(), labels, null, 0));
        });
    if (!points.isEmpty()) {
      all.add(new CounterSnapshot(new MetricMetadata(name, help), points.values()));
    }
  }

  /** One value that only grows. */
  void counter(String name, String help, Number value) {
    counter(name, help, samples -> samples.add(value));
  }

  /** How long things took. */
  void histogram(String name, String help, Consumer<Histograms> source) {
    List<HistogramDataPointSnapshot> points = new ArrayList<>();
    source.accept(
        (histogram, labels) ->
            points.add(
                new HistogramDataPointSnapshot(
                    ClassicHistogramBuckets.of(BOUNDS, histogram.counts()),
                    histogram.seconds(),
                    Labels.of(labels),
                    Exemplars.EMPTY,
                    0)));
    if (!points.isEmpty()) {
      all.add(new HistogramSnapshot(new MetricMetadata(name, help), points));
    }
  }

  /** All families, by name. */
  MetricSnapshots snapshots() {
    return new MetricSnapshots(all);
  }
}
