package io.tessera.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistogramTest {

  @Test
  void aBoundBelongsToItsBucketAndWhatIsLongerToTheLast() {
    Histogram histogram = new Histogram();
    histogram.add(-5);
    histogram.add(Duration.ofMillis(1).toNanos());
    histogram.add(Duration.ofMillis(1).toNanos() + 1);
    histogram.add(Duration.ofSeconds(10).toNanos());
    histogram.add(Duration.ofSeconds(10).toNanos() + 1);
    Histogram.Snapshot snapshot = histogram.snapshot();
    assertEquals(
        List.of(2L, 1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L, 1L), snapshot.counts());
    assertEquals(Histogram.BOUNDS.size() + 1, snapshot.counts().size());
    assertEquals(5, snapshot.count());
    assertEquals(20.002, snapshot.seconds(), 1e-6);
  }
}
