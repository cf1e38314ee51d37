package io.tessera.embed;

import io.tessera.lib.authoring.DevGenesis;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.trace.TraceGenesis;
import io.tessera.lib.crypto.Ed25519KeyPair;
import io.tessera.net.Streams;
import io.tessera.net.Streams.ProtocolInfo;
import io.tessera.testing.testkit.VirtualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;

/** A validator of a tiny development chain as a node within this JVM, in a time of the test's. */
final class ValidatorNode implements AutoCloseable {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;
  private static final long PATIENCE = 60_000;

  private final int validator;
  private final Tessera tessera;

  private ValidatorNode(int validator, Tessera tessera) {
    this.validator = validator;
    this.tessera = tessera;
  }

  /**
   * Launches it with its network.
   *
   * @param folder where it has a folder of its own
   * @param bootstrap address of a node to connect to; empty for none
   */
  static ValidatorNode launch(
      Path folder, int validator, TraceGenesis genesis, VirtualClock clock, String bootstrap)
      throws IOException, InterruptedException {
    Path home = Files.createDirectory(folder.resolve("validator" + validator));
    Files.write(home.resolve("genesis.bin"), TraceGenesis.codec(TINY).encode(genesis));
    Path key = Files.createDirectory(home.resolve("data")).resolve("node.key");
    Files.writeString(key, HexFormat.of().formatHex(keys(validator).seed()) + "\n");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Path config =
        Files.writeString(
            home.resolve("node.json"),
            """
            {
              "network_config": {
                "listening_address": "127.0.0.1", "listening_port": 0, "bootstrap_nodes": [%s]
              },
              "chain_spec": "genesis.bin", "data_path": "data",
              "plugins": {
                "io.tessera.discovery.exchange": { "enabled": false },
                "io.tessera.discovery.validators": { "enabled": false },
                "io.tessera.discovery.dht": { "enabled": false },
                "io.tessera.discovery.mdns": { "enabled": false }
              }
            }
            """
                .formatted(bootstrap.isEmpty() ? "" : "\"" + bootstrap + "\""));
    Tessera tessera = Tessera.launch(NodeConfig.fromFile(config), clock, clock.timer());
    tessera.network().start();
    return new ValidatorNode(validator, tessera);
  }

  private static Ed25519KeyPair keys(int validator) {
    return DevGenesis.secrets(validator).ed25519();
  }

  /** Its index. */
  int validator() {
    return validator;
  }

  PeerId id() {
    return new PeerId(keys().publicKey());
  }

  Ed25519KeyPair keys() {
    return keys(validator);
  }

  /** Waits until it listens. */
  String address() {
    return Events.await(tessera.network()::addresses, list -> !list.isEmpty()).getFirst() + "";
  }

  Tessera tessera() {
    return tessera;
  }

  /** Waits for a service; the tracker stays, for a component that nobody uses ends. */
  <T> T service(Class<T> type) throws InterruptedException {
    ServiceTracker<T, T> tracker = new ServiceTracker<>(context(), type, null);
    tracker.open();
    T service = tracker.waitForService(PATIENCE);
    if (service == null) {
      throw new AssertionError("no " + type + " on validator " + validator);
    }
    return service;
  }

  /** Registers a service, as a program does that brings an engine. */
  <T> void provide(Class<T> type, T service) {
    context().registerService(type, service, null);
  }

  private BundleContext context() {
    return tessera.framework().getBundleContext();
  }

  /** Waits until a stream of a kind has ended well. */
  void awaitServed(int kind) throws InterruptedException {
    Streams streams = service(Streams.class);
    Events.await(() -> served(streams, kind), count -> count > 0);
  }

  private static long served(Streams streams, int kind) {
    return streams.protocols().stream()
        .filter(protocol -> protocol.kind() == kind)
        .mapToLong(ProtocolInfo::served)
        .sum();
  }

  @Override
  public void close() {
    tessera.close();
  }
}
