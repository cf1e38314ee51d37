package io.tessera.testing.itests;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.BundleContext;

/** For waits: something in a container has changed, or might have. */
final class ServiceChange implements AutoCloseable {
  /** What a change brings about may come after the news of it, so that it is looked at again. */
  private static final long AGAIN_MILLIS = 200;

  private final BundleContext context;
  private final Semaphore changes = new Semaphore(0);
  private final AllServiceListener listener = event -> changes.release();

  ServiceChange(BundleContext context) {
    this.context = context;
    context.addServiceListener(listener);
  }

  /** Waits until a service has come, gone or changed, or for a moment; always true. */
  boolean await() throws InterruptedException {
    if (changes.tryAcquire(AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
      changes.drainPermits();
    }
    return true;
  }

  @Override
  public void close() {
    context.removeServiceListener(listener);
  }
}
