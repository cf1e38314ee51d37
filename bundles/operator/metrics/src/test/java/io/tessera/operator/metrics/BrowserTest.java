package io.tessera.operator.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tessera.net.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page in a headless Chromium, where there is one on the path or at the environment variable
 * CHROMIUM. With the system property {@code tessera.screenshots}, a folder, its pictures go there.
 */
@Timeout(120)
class BrowserTest {
  private static final int PHONE = 360;

  /** What is wider than the window, or reaches out of it. */
  private static final String TOO_WIDE =
      "[...document.querySelectorAll('body *')].filter(each => each.getBoundingClientRect().right"
          + " > innerWidth + 0.5).map(each => each.outerHTML.slice(0, 80)).join()";

  @Test
  void isReadableOnAPhoneAndOnADeskLightAndDark(@TempDir(cleanup = CleanupMode.NEVER) Path folder)
      throws Exception {
    Optional<Path> executable = Chromium.find();
    String reason = "skipped: no chromium, chromium-browser or google-chrome on the PATH";
    if (executable.isEmpty()) {
      System.out.println(getClass().getSimpleName() + " " + reason);
    }
    assumeTrue(executable.isPresent(), reason);
    StubNode node = new StubNode(7);
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (HttpServer server =
            new HttpServer(any, node.pages(), () -> {}, StatusPage.POLICY, Duration.ofSeconds(20));
        Chromium browser = new Chromium(executable.get(), folder)) {
      String address = "http://localhost:" + server.address().getPort() + "/";
      for (boolean dark : new boolean[] {false, true}) {
        browser.show(PHONE, 800, dark);
        browser.open(address);
        fits(browser, PHONE);
        picture(browser, "phone" + (dark ? "-dark" : ""));
        browser.show(1280, 900, dark);
        fits(browser, 1280);
        picture(browser, "desk" + (dark ? "-dark" : ""));
        browser.show(760, 800, dark);
        fits(browser, 760);
      }
      assertTrue(
          brightness(browser) < 60, "dark where the reader wants it: " + brightness(browser));
      browser.show(PHONE, 800, false);
      assertTrue(brightness(browser) > 200, "and light");
      refreshes(browser, node);
      assertEquals(List.of(), browser.errors());
    }
  }

  private static void fits(Chromium browser, int width) throws IOException, InterruptedException {
    browser.evaluate("document.querySelector('details').open = true");
    assertEquals("", browser.evaluate(TOO_WIDE), "at " + width);
    assertEquals(
        0,
        browser.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"));
    Object peers = browser.evaluate("document.querySelectorAll('tbody')[0].rows.length");
    assertEquals(7, peers, "rows of the table of peers");
    assertEquals(
        8 + 2, browser.evaluate("document.querySelectorAll('svg.map .node').length"), "the map");
    assertTrue((int) browser.evaluate("parseInt(getComputedStyle(document.body).fontSize)") >= 14);
  }

  private static double brightness(Chromium browser) throws IOException, InterruptedException {
    Object sum =
        browser.evaluate(
            "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3)"
                + ".reduce((sum, each) => sum + Number(each), 0) / 3");
    return ((Number) sum).doubleValue();
  }

  /** The page's own script takes what is new, without leaving the page; what is open stays open. */
  private static void refreshes(Chromium browser, StubNode node)
      throws IOException, InterruptedException {
    node.sources.problems = List.<Problem>of(() -> "<b>the disk</b> is full");
    browser.evaluate("window.here = true; document.querySelector('details').open = true");
    browser.evaluate("refresh()");
    assertEquals("not healthy", browser.evaluate("document.querySelector('.pill').textContent"));
    assertEquals(
        "<b>the disk</b> is full", browser.evaluate("document.querySelector('li').textContent"));
    assertEquals(true, browser.evaluate("window.here && document.querySelector('details').open"));
  }

  private static void picture(Chromium browser, String name)
      throws IOException, InterruptedException {
    String target = System.getProperty("tessera.screenshots");
    if (target != null) {
      Map<?, ?> answer =
          browser.call(
              "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
      Files.createDirectories(Path.of(target));
      Files.write(
          Path.of(target, name + ".png"),
          Base64.getDecoder().decode(answer.get("data").toString()));
    }
  }
}
