package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/**
 * Ring proofs in the container: the native library and the data files are found by their bundles.
 */
class RingIT {
  private static final Path CHAIN = Paths.trace("safrole").resolve("genesis.bin");
  private static final int KEY_DIGITS = 64;

  @Test
  void aRingSignatureIsVerifiedInTheContainer(@TempDir Path data) throws Exception {
    Map<?, ?> vector = vector();
    String keys = text(vector, "ring_pks");
    try (NodeUnderTest node = NodeUnderTest.start(NodeUnderTest.Setup.of(data, CHAIN))) {
      Class<?> key = type(node, "io.tessera.lib.codec", "BandersnatchPublic");
      List<Object> ring =
          IntStream.range(0, keys.length() / KEY_DIGITS)
              .mapToObj(i -> keys.substring(i * KEY_DIGITS, (i + 1) * KEY_DIGITS))
              .map(hex -> call(key, "fromHex", null, hex))
              .toList();
      Class<?> rootType = type(node, "io.tessera.lib.crypto", "ring.RingRoot");
      Object root = call(rootType, "of", null, ring);
      assertEquals(text(vector, "ring_pks_com"), root.toString());

      Class<?> verifierType = type(node, "io.tessera.lib.crypto", "ring.RingVerifier");
      Object verifier = call(verifierType, "of", null, root, ring.size());
      Class<?> signature = type(node, "io.tessera.lib.codec", "RingVrfSignature");
      Object output =
          call(
              verifierType,
              "verify",
              verifier,
              HexFormat.of().parseHex(text(vector, "alpha")),
              HexFormat.of().parseHex(text(vector, "ad")),
              call(signature, "fromHex", null, signatureOf(vector)));
      assertEquals("Optional[" + text(vector, "beta").substring(0, 64) + "]", output.toString());
    }
  }

  private static Map<?, ?> vector() throws Exception {
    Path file =
        Paths.trace("safrole")
            .resolveSibling("..")
            .resolve("bandersnatch/bandersnatch_sha-512_ell2_ring.json");
    return (Map<?, ?>) JSON.std.listFrom(Files.readString(file.normalize())).get(0);
  }

  private static String signatureOf(Map<?, ?> vector) {
    StringBuilder hex = new StringBuilder();
    List.of("gamma", "proof_pk_com", "proof_r", "proof_ok", "proof_s", "proof_sb", "ring_proof")
        .forEach(field -> hex.append(text(vector, field)));
    return hex.toString();
  }

  private static String text(Map<?, ?> vector, String field) {
    return (String) vector.get(field);
  }

  /** A class of the container's, by its bundle and what follows the bundle's name in its own. */
  private static Class<?> type(NodeUnderTest node, String bundle, String name) throws Exception {
    for (Bundle installed : node.context().getBundles()) {
      if (bundle.equals(installed.getSymbolicName())) {
        return installed.loadClass(bundle + "." + name);
      }
    }
    throw new AssertionError(bundle + " is not installed");
  }

  private static Object call(Class<?> type, String name, Object target, Object... arguments) {
    return List.of(type.getMethods()).stream()
        .filter(method -> method.getName().equals(name))
        .filter(method -> method.getParameterCount() == arguments.length)
        .map(method -> Reflect.invoke(target, method, arguments))
        .findFirst()
        .orElseThrow();
  }
}
