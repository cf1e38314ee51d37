package io.tessera.operator.shell;

import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Behind {@code ./tessera run --status-every}: prints the status to standard output again and again
 * until the node stops. It ends, and the node with it, when nobody reads that output any more.
 */
@Component(service = Function.class, property = "tessera.command=status-lines")
public final class StatusLines implements Function<String[], Integer> {
  private final StatusCommand status;
  private final PrintStream out;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** Called by the component runtime. */
  @Activate
  public StatusLines(@Reference StatusCommand status) {
    this(status, System.out);
  }

  StatusLines(StatusCommand status, PrintStream out) {
    this.status = status;
    this.out = out;
  }

  @Deactivate
  void deactivate() {
    stopped.countDown();
  }

  /**
   * Prints until the node stops.
   *
   * @param words the seconds between two prints, such as {@code 0.5}; then perhaps {@code --json},
   *     which makes each print one line
   * @return 0 when the node stops, 1 when nobody reads
   */
  @Override
  public Integer apply(String[] words) {
    long millis = new BigDecimal(words[0]).movePointRight(3).longValue();
    boolean json = Arrays.asList(words).contains("--json");
    try {
      do {
        out.println(json ? JsonText.write(status.values()) : text());
        if (out.checkError()) {
          return 1;
        }
      } while (!stopped.await(millis, TimeUnit.MILLISECONDS));
      return 0;
    } catch (IOException e) {
      System.err.println("tessera: " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private String text() {
    return status.text(Screen.UNKNOWN) + System.lineSeparator();
  }
}
