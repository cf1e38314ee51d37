package io.tessera.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;

/** Which problems end a node. */
class ProblemWatchTest {
  private final List<Exit> ends = new ArrayList<>();
  private long now;
  private final ProblemWatch watch = new ProblemWatch(context(), () -> now, ends::add);

  @Test
  void aProblemEndsANodeHoweverLongItsBootTakes() {
    pass(Duration.ofSeconds(100));

    watch.addingService(problem(Map.of("tessera.problem", "no chain", "tessera.status", 2)));

    assertEquals(List.of(new Exit(2, "no chain")), ends);
  }

  @Test
  void aNodeIsStartingForAWhileAfterItsBoot() {
    pass(Duration.ofSeconds(100));
    watch.booted();
    pass(Duration.ofSeconds(14));

    watch.addingService(problem(Map.of("tessera.problem", "no port")));

    assertEquals(List.of(new Exit(1, "no port")), ends);
  }

  @Test
  void aNodeThatIsUpGoesOn() {
    watch.booted();
    pass(Duration.ofSeconds(15));

    watch.addingService(problem(Map.of("tessera.problem", "no port")));

    assertEquals(List.of(), ends);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private static BundleContext context() {
    return fake(
        BundleContext.class, (method, argument) -> FrameworkUtil.createFilter((String) argument));
  }

  @SuppressWarnings("unchecked")
  private static ServiceReference<Object> problem(Map<String, Object> properties) {
    return fake(ServiceReference.class, (method, argument) -> properties.get(argument));
  }

  private interface Answer {
    Object to(String method, Object argument) throws Exception;
  }

  private static <T> T fake(Class<T> type, Answer answer) {
    Object fake =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answer.to(method.getName(), arguments[0]));
    return type.cast(fake);
  }
}
