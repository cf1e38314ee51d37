package io.tessera.operator.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Writes all figures in the format that the scraper wants. */
final class Scrape {
  private static final String OPEN_METRICS = "application/openmetrics-text";

  private final List<Consumer<Families>> sources;
  private final ExpositionFormatWriter text = PrometheusTextFormatWriter.create();
  private final ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();

  Scrape(List<Consumer<Families>> sources) {
    this.sources = sources;
  }

  /** The figures of this moment. */
  Response answer(String accept) throws IOException {
    long begin = System.nanoTime();
    Families families = new Families();
    sources.forEach(source -> source.accept(families));
    families.gauge(
        "tessera_scrape_seconds",
        "How long it took to gather these figures.",
        (System.nanoTime() - begin) / 1e9);
    ExpositionFormatWriter writer = accept.contains(OPEN_METRICS) ? openMetrics : text;
    ByteArrayOutputStream out = new ByteArrayOutputStream(32 << 10);
    writer.write(out, families.snapshots(), EscapingScheme.UNDERSCORE_ESCAPING);
    return new Response(200, writer.getContentType(), out.toByteArray());
  }
}
