package io.tessera.testing.itests;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;

/** The components of some of a node's bundles, as its component runtime tells of them. */
final class Activations {
  private static final String RUNTIME =
      "org.osgi.service.component.runtime.ServiceComponentRuntime";
  private static final int SATISFIED = 4; // all else but ACTIVE is less
  private static final int ACTIVE = 8;

  /** Of a component that is satisfied, and whose service nobody uses. */
  private static final String IDLE = "idle";

  private final NodeUnderTest node;
  private final Object runtime;
  private final Predicate<Bundle> wanted;

  Activations(NodeUnderTest node, Predicate<Bundle> wanted) throws InterruptedException {
    this.node = node;
    this.wanted = wanted;
    this.runtime = node.service(RUNTIME);
  }

  /**
   * What is another one after an activation, by component and by bundle. The runtime gives the same
   * id again; but services are registered anew, and static references are bound anew.
   */
  Map<String, Object> traces() throws InvalidSyntaxException {
    Map<String, Object> all = new TreeMap<>();
    each(
        (component, it) -> {
          String name = Reflect.field(component, "name").toString();
          int state = (int) Reflect.field(it, "state");
          if (state >= SATISFIED && !name.startsWith("io.tessera.operator.shell")) {
            all.put(name, state == ACTIVE ? given(component, it) : IDLE);
          }
        });
    for (ServiceReference<?> each : node.context().getAllServiceReferences(null, null)) {
      Bundle bundle = each.getBundle();
      if (bundle != null
          && wanted.test(bundle)
          && ((String[]) each.getProperty("objectClass"))[0].startsWith("io.tessera")) {
        all.merge(
            "services of " + bundle.getSymbolicName(),
            Set.of(each.getProperty("service.id")),
            Activations::both);
      }
    }
    return all;
  }

  private static Set<Object> both(Object some, Object others) {
    Set<Object> all = new HashSet<>((Set<?>) some);
    all.addAll((Set<?>) others);
    return all;
  }

  /** The ids of the services that it got and may not change while it is active. */
  private static Set<Object> given(Object component, Object configuration) {
    Set<Object> fixed = new HashSet<>();
    for (Object reference : (Object[]) Reflect.field(component, "references")) {
      if (Reflect.field(reference, "policy").equals("static")) {
        fixed.add(Reflect.field(reference, "name"));
      }
    }
    Set<Object> ids = new HashSet<>();
    for (Object reference : (Object[]) Reflect.field(configuration, "satisfiedReferences")) {
      if (fixed.contains(Reflect.field(reference, "name"))) {
        for (Object service : (Object[]) Reflect.field(reference, "boundServices")) {
          ids.add(Reflect.field(service, "id"));
        }
      }
    }
    return ids;
  }

  /** Who has other traces, by name. */
  static Set<String> different(Map<String, Object> before, Map<String, Object> after) {
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    names.removeIf(name -> same(before.get(name), after.get(name)));
    return names;
  }

  /** One that is active only while somebody uses its service comes and goes with that one. */
  private static boolean same(Object before, Object after) {
    return before != null
        && after != null
        && (before.equals(after) || before.equals(IDLE) || after.equals(IDLE));
  }

  /** Names of the satisfied components. */
  Set<String> names() {
    Set<String> all = new TreeSet<>();
    each(
        (component, it) -> {
          if ((int) Reflect.field(it, "state") >= SATISFIED) {
            all.add(Reflect.field(component, "name").toString());
          }
        });
    return all;
  }

  private void each(BiConsumer<Object, Object> visitor) {
    for (Bundle bundle : node.context().getBundles()) {
      if (wanted.test(bundle)) {
        for (Object component : components(bundle)) {
          for (Object configuration :
              (Collection<?>) Reflect.call(runtime, "getComponentConfigurationDTOs", component)) {
            visitor.accept(component, configuration);
          }
        }
      }
    }
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
