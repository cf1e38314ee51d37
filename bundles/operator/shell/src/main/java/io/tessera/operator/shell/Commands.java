package io.tessera.operator.shell;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.felix.service.command.Descriptor;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The commands that there are, by the {@link Descriptor} of each command's method. A description
 * may end in {@code Example: } and a line to type. A function without a description is for
 * completion and is not counted.
 */
@Component(service = Commands.class)
public final class Commands {
  private static final String FILTER = "(osgi.command.scope=tessera)";
  private static final ServiceReference<?>[] NONE = {};

  private final BundleContext context;

  /** Called by the component runtime. */
  @Activate
  public Commands(BundleContext context) {
    this.context = context;
  }

  /** What the commands of scope {@code tessera} do, by their names. */
  Map<String, String> descriptions() {
    Map<String, String> commands = new TreeMap<>();
    for (ServiceReference<?> reference : references()) {
      Object service = context.getService(reference);
      if (service != null) {
        for (String name : functions(reference)) {
          describe(service, name, commands);
        }
        context.ungetService(reference);
      }
    }
    return commands;
  }

  private ServiceReference<?>[] references() {
    try {
      ServiceReference<?>[] found = context.getServiceReferences((String) null, FILTER);
      return found == null ? NONE : found;
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(FILTER, e);
    }
  }

  private static void describe(Object service, String name, Map<String, String> commands) {
    for (Method method : service.getClass().getMethods()) {
      Descriptor descriptor = method.getAnnotation(Descriptor.class);
      if (descriptor != null && method.getName().replaceFirst("^_", "").equals(name)) {
        commands.put(name, descriptor.value());
      }
    }
  }

  private static List<String> functions(ServiceReference<?> reference) {
    Object functions = reference.getProperty("osgi.command.function");
    return functions instanceof String[] names
        ? Arrays.asList(names)
        : List.of(String.valueOf(functions));
  }
}
