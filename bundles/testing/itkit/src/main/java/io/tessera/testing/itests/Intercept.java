package io.tessera.testing.itests;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/**
 * Stands before a protocol of a node in this JVM: sees what is asked and each part of the answers,
 * and may hold a part back or put another one in its place. It is a protocol of a higher ranking
 * that hands everything on to the node's own.
 */
final class Intercept implements AutoCloseable {
  private static final String PROTOCOL = "io.tessera.net.StreamProtocol";

  /** What is done with requests and answers, on the thread that serves the stream. */
  interface Rule {
    /** A peer has asked. */
    default void asked(AutoCloseable stream, Object request) {}

    /** An answer has been given, or its stream failed before. */
    default void ended(AutoCloseable stream, boolean served) {}

    /**
     * A part of an answer is about to be sent: a block, a node of a proof, or an item.
     *
     * @param stream it goes to; closed, it takes no more parts
     * @return what is sent instead, of the same size
     */
    byte[] part(AutoCloseable stream, byte[] part);
  }

  private final NodeUnderTest node;
  private final Rule rule;
  private final ServiceRegistration<?> registration;

  /** Intercepts from now on; the node's own protocol is there and stays. */
  Intercept(NodeUnderTest node, int kind, Rule rule)
      throws ClassNotFoundException, InvalidSyntaxException {
    this.node = node;
    this.rule = rule;
    BundleContext context = node.context();
    ServiceReference<?> own =
        context.getAllServiceReferences(PROTOCOL, "(stream.kind=" + kind + ")")[0];
    Object protocol = context.getService(own);
    Map<String, Object> properties = Map.of("stream.kind", kind, "service.ranking", 1);
    registration =
        context.registerService(
            PROTOCOL,
            proxy(
                PROTOCOL,
                (self, method, arguments) ->
                    method.getName().equals("serve")
                        ? serve(protocol, method, (AutoCloseable) arguments[0])
                        : pass(protocol, method, arguments)),
            FrameworkUtil.asDictionary(properties));
  }

  private Object serve(Object protocol, Method method, AutoCloseable stream) throws Throwable {
    boolean served = false;
    try {
      Object result = pass(protocol, method, stream(stream));
      served = true;
      return result;
    } finally {
      rule.ended(stream, served);
    }
  }

  private Object stream(AutoCloseable stream) throws ClassNotFoundException {
    return proxy(
        "io.tessera.net.PeerStream",
        (self, method, arguments) -> {
          Object result = pass(stream, method, arguments);
          switch (method.getName()) {
            case "read" -> rule.asked(stream, result);
            case "beginWrite" -> {
              return writer(stream, result);
            }
            default -> {}
          }
          return result;
        });
  }

  private Object writer(AutoCloseable stream, Object writer) throws ClassNotFoundException {
    return proxy(
        "io.tessera.net.MessageWriter",
        (self, method, arguments) ->
            method.getName().equals("write")
                ? write(stream, writer, method, arguments)
                : pass(writer, method, arguments));
  }

  /** Writes a part, which is bytes or, after its codec, a value. */
  private Object write(AutoCloseable stream, Object writer, Method method, Object... arguments)
      throws Throwable {
    byte[] part =
        arguments.length == 1
            ? (byte[]) arguments[0].getClass().getMethod("toByteArray").invoke(arguments[0])
            : (byte[]) Reflect.call(arguments[0], "encode", arguments[1]);
    byte[] sent = rule.part(stream, part);
    if (Arrays.equals(sent, part)) {
      return pass(writer, method, arguments);
    }
    Class<?> bytes = node.bundle("io.tessera.lib.codec").loadClass("io.tessera.lib.codec.Bytes");
    Object other = bytes.getMethod("copyOf", byte[].class).invoke(null, (Object) sent);
    return pass(writer, method.getDeclaringClass().getMethod("write", bytes), other);
  }

  private Object proxy(String type, InvocationHandler handler) throws ClassNotFoundException {
    Class<?> face = node.bundle("io.tessera.api.net").loadClass(type);
    return Proxy.newProxyInstance(
        face.getClassLoader(),
        new Class<?>[] {face},
        (self, method, arguments) ->
            switch (method.getName()) {
              case "hashCode" -> System.identityHashCode(self);
              case "equals" -> System.identityHashCode(self) == arguments[0].hashCode();
              case "toString" -> "intercepted " + type;
              default -> handler.invoke(self, method, arguments);
            });
  }

  private static Object pass(Object target, Method method, Object... arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** The node serves by itself again; what is under way is ended. */
  @Override
  public void close() {
    registration.unregister();
  }
}
