package io.tessera.core.author;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.net.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** An author that has stopped can be seen. */
class StoppedTest {
  private final List<Object> shown = new ArrayList<>();
  private final Stopped stopped = new Stopped(context());

  private BundleContext context() {
    return fake(
        BundleContext.class,
        arguments -> {
          shown.add(((Dictionary<?, ?>) arguments[2]).get(Problem.LINE));
          return fake(ServiceRegistration.class, none -> shown.removeLast());
        });
  }

  private interface Answer {
    Object to(Object[] arguments);
  }

  private static <T> T fake(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              Object result = answer.to(arguments);
              return method.getReturnType() == void.class ? null : result;
            }));
  }

  @Test
  void theReasonIsAProblemUntilTheComponentEnds() {
    stopped.because(new UncheckedIOException(new IOException("No space left on device")));
    assertEquals(
        List.of(
            "the author has stopped, this node makes no more blocks: No space left on device; mend"
                + " that and restart the node"),
        shown);
    stopped.close();
    assertEquals(List.of(), shown);
  }

  @Test
  void aFailureWhileTheComponentEndsIsNone() {
    stopped.close();
    stopped.because(new IllegalStateException("closed"));
    assertEquals(List.of(), shown);
  }
}
