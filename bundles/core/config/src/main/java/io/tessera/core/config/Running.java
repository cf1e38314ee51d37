package io.tessera.core.config;

import io.tessera.net.LiveConfiguration.Outcome;
import io.tessera.net.Problem;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.SatisfiedReferenceDTO;

/**
 * What the component runtime says about all components at a moment, and the problems that there
 * are.
 *
 * @param components those that are active or would be when asked for, by name
 * @param wrong what is wrong, a line each
 */
record Running(Map<String, State> components, Set<String> wrong) {

  /**
   * A component that is there. The runtime gives no number to an activation; but what a component
   * that is activated again offers is another service, and it is if what it was given by static
   * references is another one.
   *
   * @param offered its own service
   * @param active whether it is active, and not only ready to be
   * @param given services by static references, of one that is active
   * @param properties its configuration
   * @param modifiable whether it takes another configuration while it is active
   */
  record State(
      long id,
      long offered,
      boolean active,
      Set<Long> given,
      Map<String, Object> properties,
      boolean modifiable) {

    static State of(ComponentDescriptionDTO component, ComponentConfigurationDTO it) {
      Set<String> fixed = new HashSet<>();
      for (ReferenceDTO reference : component.references) {
        if (reference.policy.equals("static")) {
          fixed.add(reference.name);
        }
      }
      Set<Long> given = new TreeSet<>();
      for (SatisfiedReferenceDTO reference : it.satisfiedReferences) {
        if (fixed.contains(reference.name)) {
          Arrays.stream(reference.boundServices).forEach(service -> given.add(service.id));
        }
      }
      return new State(
          it.id,
          it.service == null ? -1 : it.service.id,
          it.state == ComponentConfigurationDTO.ACTIVE,
          given,
          comparable(it.properties),
          component.modified != null);
    }

    boolean activatedSince(State before) {
      return id != before.id
          || offered != before.offered
          || (active && before.active && !given.equals(before.given))
          || (!modifiable && configuredSince(before));
    }

    boolean configuredSince(State before) {
      return !properties.equals(before.properties);
    }
  }

  /** As it is now. */
  static Running now(BundleContext context, ServiceComponentRuntime runtime) {
    Map<String, State> components = new TreeMap<>();
    Set<String> wrong = new TreeSet<>();
    for (ComponentDescriptionDTO each : runtime.getComponentDescriptionDTOs()) {
      for (ComponentConfigurationDTO it : runtime.getComponentConfigurationDTOs(each)) {
        if (it.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
          String why = it.failure == null ? "" : it.failure.lines().findFirst().orElse("");
          wrong.add(each.name + " fails: " + why);
        } else if (it.state == ComponentConfigurationDTO.ACTIVE
            || it.state == ComponentConfigurationDTO.SATISFIED) {
          components.put(each.name, State.of(each, it));
        }
      }
    }
    try {
      for (ServiceReference<Problem> it : context.getServiceReferences(Problem.class, null)) {
        wrong.add(String.valueOf(it.getProperty(Problem.LINE)));
      }
    } catch (InvalidSyntaxException e) {
      throw new AssertionError("there is no filter", e);
    }
    return new Running(components, wrong);
  }

  private static Map<String, Object> comparable(Map<String, Object> properties) {
    Map<String, Object> same = new HashMap<>();
    properties.forEach(
        (name, value) -> same.put(name, value.getClass().isArray() ? list(value) : value));
    return same;
  }

  private static List<Object> list(Object array) {
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < Array.getLength(array); i++) {
      list.add(Array.get(array, i));
    }
    return list;
  }

  /** What became of the components. */
  Outcome since(Running before) {
    List<String> restarted = new ArrayList<>();
    List<String> modified = new ArrayList<>();
    List<String> started = new ArrayList<>();
    components.forEach(
        (name, state) -> {
          State old = before.components.get(name);
          if (old == null) {
            started.add(name);
          } else if (state.activatedSince(old)) {
            restarted.add(name);
          } else if (state.configuredSince(old)) {
            modified.add(name);
          }
        });
    List<String> stopped =
        before.components.keySet().stream().filter(it -> !components.containsKey(it)).toList();
    return new Outcome(restarted, modified, started, stopped);
  }

  /** What is wrong now and was not then. */
  List<String> wrongSince(Running before) {
    return wrong.stream().filter(line -> !before.wrong.contains(line)).toList();
  }
}
