package io.tessera.launcher;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.log.FormatterLogger;
import org.osgi.service.log.LogService;
import org.osgi.service.log.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.helpers.FormattingTuple;
import org.slf4j.helpers.MessageFormatter;

/**
 * The OSGi log service on SLF4J: what Declarative Services and the other Felix bundles have to say
 * (a component that cannot be activated, and why) lands in our log. The interfaces have some forty
 * methods which all mean "name, level, message": hence a proxy for each.
 */
final class OsgiLog {
  private static final Level[] BY_NUMBER = {Level.ERROR, Level.WARN, Level.DEBUG, Level.TRACE};

  /** What components say that use one that has failed: its own line says why. */
  private static final List<String> FOLLOWING =
      List.of("Could not get service from ref", "Service not available from service registry");

  private static final Repeats REPEATS = new Repeats(System::nanoTime);

  private OsgiLog() {}

  static void register(BundleContext context) {
    context.registerService(
        new String[] {
          LogService.class.getName(), org.osgi.service.log.LoggerFactory.class.getName()
        },
        proxy(OsgiLog::onService, LogService.class),
        FrameworkUtil.asDictionary(Map.of()));
  }

  private static Object proxy(InvocationHandler handler, Class<?> type) {
    return Proxy.newProxyInstance(OsgiLog.class.getClassLoader(), new Class<?>[] {type}, handler);
  }

  private static Object onService(Object proxy, Method method, Object[] arguments) {
    if (method.getDeclaringClass() == Object.class) {
      return onObject(proxy, method, arguments);
    }
    if (method.getName().equals("getLogger")) {
      Object name = arguments[0] instanceof Bundle ? arguments[1] : arguments[0];
      boolean formatter = arguments[arguments.length - 1] == FormatterLogger.class;
      return logger(
          name instanceof Class<?> type ? type.getName() : name.toString(),
          formatter ? FormatterLogger.class : Logger.class);
    }
    return old(arguments);
  }

  /** {@code log([reference,] level, message [, throwable])}. */
  private static Object old(Object[] arguments) {
    int at = arguments[0] instanceof Integer ? 0 : 1;
    Throwable cause = arguments.length > at + 2 ? (Throwable) arguments[at + 2] : null;
    int number = Math.clamp((Integer) arguments[at], 1, BY_NUMBER.length);
    write(
        LoggerFactory.getLogger("org.osgi.service.log"),
        BY_NUMBER[number - 1],
        String.valueOf(arguments[at + 1]),
        cause);
    return null;
  }

  private static Object logger(String name, Class<?> type) {
    org.slf4j.Logger log = LoggerFactory.getLogger(name);
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          String call = method.getName();
          if (method.getDeclaringClass() == Object.class) {
            return onObject(proxy, method, arguments);
          }
          if (call.equals("getName")) {
            return name;
          }
          if (call.startsWith("is")) { // isWarnEnabled
            return log.isEnabledForLevel(level(call.substring(2, call.length() - 7)));
          }
          if (arguments[0] instanceof String message) { // else a consumer: nobody uses them here
            write(log, level(call), message, arguments, type == FormatterLogger.class);
          }
          return null;
        };
    return proxy(handler, type);
  }

  private static void write(
      org.slf4j.Logger log, Level level, String message, Object[] all, boolean printf) {
    Object[] values = Arrays.copyOfRange(all, 1, all.length);
    if (values.length == 1 && values[0] instanceof Object[] several) {
      values = several;
    }
    if (printf) {
      write(log, level, String.format(Locale.ROOT, message, values), null);
    } else {
      FormattingTuple text = MessageFormatter.arrayFormat(message, values);
      write(log, level, text.getMessage(), text.getThrowable());
    }
  }

  /**
   * From WARN on in one line, which is said once a minute; what only developers want to know of a
   * failure comes at DEBUG.
   */
  static void write(org.slf4j.Logger log, Level level, String text, Throwable cause) {
    if (level.toInt() < Level.WARN.toInt()) {
      log.atLevel(level).setCause(cause).log(text);
      return;
    }
    String line = Cause.oneLine(text) + (cause == null ? "" : ": " + Cause.line(cause));
    boolean news = FOLLOWING.stream().noneMatch(line::contains) && REPEATS.isNews(line);
    log.atLevel(news ? level : Level.DEBUG).log("Container: {}", line);
    if (cause != null) {
      log.debug("Container: {}", line, cause);
    }
  }

  /** Felix bundles say at INFO what only developers want to know. */
  private static Level level(String name) {
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "AUDIT", "INFO" -> Level.DEBUG;
      case "DEBUG" -> Level.TRACE;
      default -> Level.valueOf(name.toUpperCase(Locale.ROOT));
    };
  }

  /** A proxy equals itself only: its identity is what is asked for. */
  @SuppressWarnings("ReferenceEquality")
  private static Object onObject(Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "log service of the launcher";
    };
  }
}
