package io.tessera.testing.itests;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** Calls services whose classes live in the container, where this class path does not reach. */
final class Reflect {
  private Reflect() {}

  /** Calls the public method with this name that takes these arguments. */
  static Object call(Object target, String name, Object... arguments) {
    for (Class<?> type = target.getClass(); type != null; type = type.getSuperclass()) {
      for (Class<?> face : type.getInterfaces()) {
        for (Method method : face.getMethods()) {
          if (method.getName().equals(name) && takes(method, arguments)) {
            return invoke(target, method, arguments);
          }
        }
      }
    }
    throw new AssertionError(target.getClass() + " has no method " + name);
  }

  private static boolean takes(Method method, Object... arguments) {
    Class<?>[] types = method.getParameterTypes();
    boolean takes = types.length == arguments.length;
    for (int i = 0; takes && i < types.length; i++) {
      takes = types[i].isPrimitive() || types[i].isInstance(arguments[i]);
    }
    return takes;
  }

  /** Calls a public method; of a class when the target is null. */
  static Object invoke(Object target, Method method, Object... arguments) {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw new CallException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  /** The value of a public field. */
  static Object field(Object target, String name) {
    try {
      return target.getClass().getField(name).get(target);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  /** What the called method threw, as its cause; the message is that of the cause. */
  static final class CallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CallException(Throwable cause) {
      super(cause.toString(), cause);
    }
  }
}
