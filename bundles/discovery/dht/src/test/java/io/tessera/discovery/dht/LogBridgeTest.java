package io.tessera.discovery.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodType;
import java.net.URI;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.ethereum.beacon.discovery.DiscoverySystem;
import org.junit.jupiter.api.Test;

/** Every method of log4j's API that the library calls is in the bridge. */
class LogBridgeTest {
  private static final String API = "org/apache/logging/log4j/";

  @Test
  void theLibraryCallsNothingElse() throws Exception {
    URI location =
        DiscoverySystem.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    Set<String> missing = new TreeSet<>();
    int calls = 0;
    try (JarFile jar = new JarFile(java.nio.file.Path.of(location).toFile())) {
      Enumeration<JarEntry> entries = jar.entries();
      while (entries.hasMoreElements()) {
        JarEntry entry = entries.nextElement();
        if (entry.getName().endsWith(".class")) {
          try (InputStream in = jar.getInputStream(entry)) {
            for (String call : calls(new DataInputStream(in))) {
              calls++;
              if (!exists(call)) {
                missing.add(call);
              }
            }
          }
        }
      }
    }
    assertTrue(calls > 20, calls + " calls");
    assertEquals(Set.of(), missing);
  }

  private static boolean exists(String call) throws ReflectiveOperationException {
    String[] parts = call.split(" ", 3);
    Class<?> owner = Class.forName(parts[0].replace('/', '.'));
    MethodType type =
        MethodType.fromMethodDescriptorString(parts[2], LogBridgeTest.class.getClassLoader());
    return Arrays.stream(owner.getMethods())
        .filter(method -> method.getName().equals(parts[1]))
        .anyMatch(
            method ->
                method.getReturnType() == type.returnType()
                    && Arrays.equals(method.getParameterTypes(), type.parameterArray()));
  }

  /** The method references to log4j in a class file's constant pool (JVMS, section 4.4). */
  private static Set<String> calls(DataInputStream in) throws IOException {
    in.skipNBytes(8);
    int size = in.readUnsignedShort();
    int[] tags = new int[size];
    Object[] values = new Object[size];
    for (int i = 1; i < size; i++) {
      tags[i] = in.readUnsignedByte();
      values[i] =
          switch (tags[i]) {
            case 1 -> in.readUTF();
            case 3, 4 -> in.readInt();
            case 5, 6 -> in.readLong();
            case 15 -> new int[] {in.readUnsignedByte(), in.readUnsignedShort()};
            case 7, 8, 16, 19, 20 -> new int[] {in.readUnsignedShort()};
            default -> new int[] {in.readUnsignedShort(), in.readUnsignedShort()};
          };
      if (tags[i] == 5 || tags[i] == 6) {
        i++;
      }
    }
    Set<String> calls = new TreeSet<>();
    for (int i = 1; i < size; i++) {
      if (tags[i] == 10 || tags[i] == 11) {
        int[] reference = (int[]) values[i];
        int[] nameAndType = (int[]) values[reference[1]];
        String owner = (String) values[((int[]) values[reference[0]])[0]];
        if (owner.startsWith(API)) {
          calls.add(owner + " " + values[nameAndType[0]] + " " + values[nameAndType[1]]);
        }
      }
    }
    return calls;
  }
}
