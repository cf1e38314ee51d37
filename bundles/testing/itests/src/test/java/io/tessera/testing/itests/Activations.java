package io.tessera.testing.itests;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceListener;

/** The satisfied components of some of a node's bundles, as its component runtime tells of them. */
final class Activations {
  private static final String RUNTIME =
      "org.osgi.service.component.runtime.ServiceComponentRuntime";
  private static final int SATISFIED = 4; // and ACTIVE is 8: all else is less

  private final NodeUnderTest node;
  private final Object runtime;
  private final Predicate<Bundle> wanted;

  Activations(NodeUnderTest node, Predicate<Bundle> wanted) throws InterruptedException {
    this.node = node;
    this.wanted = wanted;
    this.runtime = node.service(RUNTIME);
  }

  /** Each with the id of its present activation: another id means that it was activated again. */
  Set<String> ids() {
    return list(configuration -> " " + Reflect.field(configuration, "id"));
  }

  /** Their names. */
  Set<String> names() {
    return list(configuration -> "");
  }

  private interface Detail {
    String of(Object configuration);
  }

  private Set<String> list(Detail detail) {
    Set<String> all = new TreeSet<>();
    for (Bundle bundle : node.context().getBundles()) {
      if (wanted.test(bundle)) {
        for (Object component : components(bundle)) {
          for (Object configuration :
              (Collection<?>) Reflect.call(runtime, "getComponentConfigurationDTOs", component)) {
            if ((int) Reflect.field(configuration, "state") >= SATISFIED) {
              all.add(Reflect.field(component, "name") + detail.of(configuration));
            }
          }
        }
      }
    }
    return all;
  }

  private Collection<?> components(Bundle... bundles) {
    return (Collection<?>)
        Reflect.call(runtime, "getComponentDescriptionDTOs", new Object[] {bundles});
  }

  /** Waits until those with these names are satisfied; the runtime tells of each change. */
  void await(String what, Set<String> expected) throws InterruptedException {
    CompletableFuture<Void> there = new CompletableFuture<>();
    ServiceListener listener =
        event -> {
          if (names().containsAll(expected)) {
            there.complete(null);
          }
        };
    try {
      node.context().addServiceListener(listener, "(objectClass=" + RUNTIME + ")");
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
    try {
      listener.serviceChanged(null); // they may be there already
      Wait.until(what + ": " + expected, there);
    } catch (AssertionError e) {
      throw new AssertionError(what + ": there are only " + names() + e.getMessage(), e);
    } finally {
      node.context().removeServiceListener(listener);
    }
  }
}
