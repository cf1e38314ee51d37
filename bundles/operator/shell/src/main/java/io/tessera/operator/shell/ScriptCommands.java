package io.tessera.operator.shell;

import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.felix.gogo.jline.Builtin;
import org.apache.felix.gogo.jline.Converters;
import org.apache.felix.gogo.jline.Posix;
import org.apache.felix.gogo.jline.Procedural;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Felix's commands for lines and scripts ({@code grep}, {@code each}, …) in a node without a
 * prompt. Their bundle is not started there: it would take the process's terminal, and its signals
 * with it. Nothing of it is loaded before somebody uses one.
 */
@Component(
    immediate = true,
    service = {})
public final class ScriptCommands {
  private static final String[] PROCEDURAL = {
    "each", "if", "not", "throw", "try", "until", "while", "break", "continue"
  };
  private static final String[] BUILTIN = {
    "format",
    "getopt",
    "new",
    "set",
    "tac",
    "type",
    "jobs",
    "fg",
    "bg",
    "setopt",
    "unsetopt",
    "keymap",
    "widget",
    "complete",
    "history",
    "__files",
    "__directories",
    "__usage_completion"
  };
  private static final String[] POSIX = {
    "cat", "echo", "grep", "sort", "sleep", "cd", "pwd", "ls", "less", "head", "tail", "clear",
    "wc", "date", "watch"
  };

  private final CommandProcessor processor;
  private final List<ServiceRegistration<?>> registered = new ArrayList<>();

  /** Called by the component runtime. */
  @Activate
  public ScriptCommands(@Reference CommandProcessor processor) {
    this.processor = processor;
  }

  @Activate
  void activate(BundleContext context) {
    if (Boolean.parseBoolean(context.getProperty("tessera.shell"))) {
      return; // the prompt's bundle brings them itself
    }
    register(context, "org.apache.felix.gogo.jline.Procedural", PROCEDURAL, Procedural::new);
    register(context, "org.apache.felix.gogo.jline.Builtin", BUILTIN, Builtin::new);
    register(context, "org.apache.felix.gogo.jline.Posix", POSIX, () -> new Posix(this.processor));
    registered.add(
        context.registerService(
            Converter.class,
            new Late(context),
            FrameworkUtil.asDictionary(Map.of("osgi.command.scope", "gogo"))));
  }

  @Deactivate
  void deactivate() {
    registered.forEach(ServiceRegistration::unregister);
  }

  private void register(
      BundleContext context, String type, String[] functions, Supplier<Object> commands) {
    registered.add(context.registerService(type, new Once(commands), properties(functions)));
  }

  private static Dictionary<String, Object> properties(String[] functions) {
    return FrameworkUtil.asDictionary(
        Map.of("osgi.command.scope", "gogo", "osgi.command.function", functions));
  }

  /** Made when the first line calls one of its commands; Gogo gets it anew for each call. */
  private static final class Once implements ServiceFactory<Object> {
    private final Supplier<Object> commands;
    private Object made;

    Once(Supplier<Object> commands) {
      this.commands = commands;
    }

    @Override
    public synchronized Object getService(Bundle user, ServiceRegistration<Object> registration) {
      made = made == null ? commands.get() : made;
      return made;
    }

    @Override
    public void ungetService(Bundle user, ServiceRegistration<Object> registration, Object used) {
      // It holds nothing that must be given back.
    }
  }

  /** Felix's own, from the first value on that has to be converted or shown. */
  private static final class Late implements Converter {
    private final BundleContext context;
    private Converters made;

    Late(BundleContext context) {
      this.context = context;
    }

    private synchronized Converters converters() {
      made = made == null ? new Converters(context) : made;
      return made;
    }

    @Override
    public Object convert(Class<?> desired, Object in) throws Exception {
      return converters().convert(desired, in);
    }

    @Override
    public CharSequence format(Object target, int level, Converter escape) throws Exception {
      return converters().format(target, level, escape);
    }

    /** For people who look at services. */
    @Override
    public String toString() {
      return "converters of " + CommandSession.class.getPackageName();
    }
  }
}
