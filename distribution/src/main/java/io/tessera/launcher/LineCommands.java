package io.tessera.launcher;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Felix's commands for lines and scripts ({@code grep}, {@code each}, …), and what its other
 * commands need to take a number for a bundle, in a node without a prompt. They are classes of the
 * prompt's bundle, which is not started there. They belong to the framework, so that no swap of a
 * bundle takes them away from who types it; nothing is loaded before somebody uses one.
 */
final class LineCommands {
  private static final String PROCESSOR = "org.apache.felix.service.command.CommandProcessor";
  private static final String CONVERTER = "org.apache.felix.service.command.Converter";
  private static final Map<String, String[]> FUNCTIONS =
      Map.of(
          "Procedural",
          new String[] {"each", "if", "not", "throw", "try", "until", "while", "break", "continue"},
          "Builtin",
          new String[] {
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
          },
          "Posix",
          new String[] {
            "cat", "echo", "grep", "sort", "sleep", "cd", "pwd", "ls", "less", "head", "tail",
            "clear", "wc", "date", "watch"
          });

  private static final Logger LOG = LoggerFactory.getLogger(LineCommands.class);

  private final BundleContext context;
  private final Bundle prompt;

  private LineCommands(BundleContext context, Bundle prompt) {
    this.context = context;
    this.prompt = prompt;
  }

  /** Registers them, until the framework stops. */
  static void register(BundleContext context, Bundle prompt) {
    try {
      new LineCommands(context, prompt).register();
    } catch (ClassNotFoundException e) {
      LOG.error("Lines in the shell can do less, since {} lacks {}", prompt, e.getMessage());
    }
  }

  private void register() throws ClassNotFoundException {
    FUNCTIONS.forEach(
        (type, functions) ->
            context.registerService(
                name(type),
                new Once(() -> make(type)),
                properties(Map.of("osgi.command.function", functions))));
    context.registerService(CONVERTER, converter(), properties(Map.of()));
  }

  /** Gogo fetches a converter at once: a stand-in, which makes the real one when it is asked. */
  private Object converter() throws ClassNotFoundException {
    Once real =
        new Once(() -> type("Converters").getConstructor(BundleContext.class).newInstance(context));
    Class<?> converter = load(CONVERTER);
    return Proxy.newProxyInstance(
        converter.getClassLoader(),
        new Class<?>[] {converter},
        (stand, method, values) -> call(real.get(), method, values));
  }

  private static Object call(Object real, Method method, Object[] values) throws Throwable {
    try {
      return method.invoke(real, values);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static Dictionary<String, Object> properties(Map<String, Object> more) {
    Map<String, Object> all = new HashMap<>(more);
    all.put("osgi.command.scope", "gogo");
    return FrameworkUtil.asDictionary(all);
  }

  private static String name(String type) {
    return "org.apache.felix.gogo.jline." + type;
  }

  private Class<?> type(String type) throws ClassNotFoundException {
    return load(name(type));
  }

  private Class<?> load(String name) throws ClassNotFoundException {
    return prompt.loadClass(name);
  }

  private Object make(String type) throws ReflectiveOperationException, InvalidSyntaxException {
    if (!type.equals("Posix")) {
      return type(type).getConstructor().newInstance();
    }
    // All: where the launcher is embedded, its class path may hold another type of that name.
    ServiceReference<?>[] processors = context.getAllServiceReferences(PROCESSOR, null);
    return type(type)
        .getConstructor(load(PROCESSOR))
        .newInstance(context.getService(processors[0]));
  }

  /** Made once, at first use: Gogo asks for it with each call of a command. */
  private static final class Once implements ServiceFactory<Object> {
    private final Callable<Object> maker;
    private Object made;

    Once(Callable<Object> maker) {
      this.maker = maker;
    }

    synchronized Object get() {
      if (made == null) {
        try {
          made = maker.call();
        } catch (Exception e) {
          throw new IllegalStateException("a command of Felix cannot be made", e);
        }
      }
      return made;
    }

    @Override
    public Object getService(Bundle user, ServiceRegistration<Object> registration) {
      return get();
    }

    @Override
    public void ungetService(Bundle user, ServiceRegistration<Object> registration, Object used) {
      // It holds nothing that must be given back.
    }
  }
}
