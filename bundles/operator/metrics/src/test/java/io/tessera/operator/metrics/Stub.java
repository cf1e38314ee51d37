package io.tessera.operator.metrics;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.Function;

/** Stands for a service of which a test needs a few methods. */
final class Stub {
  private Stub() {}

  /** Methods by name; a default method that is not among them works as written. */
  @SuppressWarnings("ReferenceEquality") // a stub equals itself; asking its equals would not end
  static <T> T of(Class<T> type, Map<String, Function<Object[], Object>> methods) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          Function<Object[], Object> body = methods.get(method.getName());
          if (body != null) {
            return body.apply(arguments);
          } else if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
          } else if (method.getName().equals("hashCode")) {
            return System.identityHashCode(proxy);
          } else if (method.getName().equals("equals")) {
            return proxy == arguments[0];
          }
          throw new UnsupportedOperationException(type.getSimpleName() + "." + method.getName());
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
