package io.tessera.core.config;

import io.tessera.net.LiveConfiguration.Outcome;
import io.tessera.net.Problem;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.HashMap;
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

/**
 * What the component runtime says about all components at a moment, and the problems that there are.
 *
 * @param components those that are active or would be when asked for, by name
 * @param wrong what is wrong, a line each
 */
record Running(Map<String, State> components, Set<String> wrong) {

  /**
   * A component that is there. Its id is another one after each activation.
   *
   * @param properties its configuration, comparable
   */
  record State(long id, Map<String, Object> properties) {}

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
          components.put(each.name, new State(it.id, comparable(it.properties)));
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
          } else if (old.id != state.id) {
            restarted.add(name);
          } else if (!old.properties.equals(state.properties)) {
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
