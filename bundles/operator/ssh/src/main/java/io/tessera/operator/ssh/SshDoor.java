package io.tessera.operator.ssh;

import io.tessera.net.operator.OperatorShell;
import java.io.IOException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.sshd.common.global.KeepAliveHandler;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.apache.sshd.server.global.NoMoreSessionsHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server with one configuration, from {@link #open} to {@link #close}. It listens once there is
 * a key that may log in.
 */
final class SshDoor implements AutoCloseable {
  /** How often to look for a key while nobody may log in. */
  static final Duration LOOK_FOR_KEYS = Duration.ofSeconds(3);

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int CHANNELS = 4;
  private static final int EVENT_LOOPS = 2;
  private static final long WINDOW = 128 * 1024;
  private static final Logger LOG = LoggerFactory.getLogger(SshDoor.class);

  private final SshSettings settings;
  private final Supplier<OperatorShell> shell;
  private final CommandProcessor processor;
  private final UnaryOperator<String> properties;
  private final Duration lookEvery;
  private final CompletableFuture<Integer> listening = new CompletableFuture<>();
  private final ThreadGroup group = new ThreadGroup("tessera-ssh");
  private final Guests guests;
  private final Works works;
  private final ScheduledExecutorService timer;
  private volatile SshServer server;
  private volatile ScheduledFuture<?> looking;

  /** Closed, still. */
  SshDoor(
      SshSettings settings,
      Supplier<OperatorShell> shell,
      CommandProcessor processor,
      UnaryOperator<String> properties,
      Duration lookEvery) {
    this.lookEvery = lookEvery;
    this.settings = settings;
    this.shell = shell;
    this.processor = processor;
    this.properties = properties;
    timer = Executors.newSingleThreadScheduledExecutor(task -> thread(task, "tessera-ssh-timer"));
    guests = new Guests(settings.sessions(), settings.idle(), System::nanoTime, timer);
    works = new Works(group, guests);
  }

  private Thread thread(Runnable task, String name) {
    Thread thread = new Thread(group, task, name);
    thread.setContextClassLoader(null); // the library looks there for its parts first
    return thread;
  }

  /**
   * Listens, or says why not; without a key to log in with it looks for one now and then. All on a
   * thread of the group: the library's threads inherit that, and no context class loader, where it
   * would find classes of somebody else's copy.
   */
  void open() throws IOException, InterruptedException {
    FutureTask<Void> opening =
        new FutureTask<>(
            () -> {
              begin();
              return null;
            });
    Thread thread = thread(opening, "tessera-ssh-start");
    thread.start();
    thread.join();
    if (opening.state() == Future.State.FAILED) {
      Throwable failure = opening.exceptionNow();
      throw new IOException(failure.getMessage(), failure);
    }
  }

  private void begin() throws IOException {
    KeyPair host = HostKey.in(settings.data());
    AuthorizedKeys keys =
        new AuthorizedKeys(settings.keys(), settings.keyFile(), HostKey.file(settings.data()));
    if (keys.now().isEmpty()) {
      LOG.warn(
          "SSH does not listen: nobody may log in; put a public key, as in ~/.ssh/id_ed25519.pub,"
              + " into {}",
          settings.keyFile());
      long every = lookEvery.toMillis();
      looking =
          timer.scheduleWithFixedDelay(() -> look(host, keys), every, every, TimeUnit.MILLISECONDS);
    } else {
      listen(host, keys);
    }
  }

  private void look(KeyPair host, AuthorizedKeys keys) {
    if (!keys.now().isEmpty()) {
      looking.cancel(false);
      try {
        listen(host, keys);
      } catch (IOException e) {
        LOG.error("No SSH: {}", e.getMessage());
      }
    }
  }

  private void listen(KeyPair host, AuthorizedKeys keys) throws IOException {
    SshServer made = server(host, keys);
    server = made;
    try {
      made.start();
    } catch (IOException | RuntimeException e) {
      throw new IOException(
          "SSH cannot listen on "
              + settings.address()
              + ":"
              + settings.port()
              + ": "
              + e.getMessage()
              + "; choose another address or port of "
              + SshConfig.PID,
          e);
    }
    long often = Math.clamp(settings.idle().toMillis() / 4, 100, 15_000);
    var unused = timer.scheduleWithFixedDelay(guests::endIdle, often, often, TimeUnit.MILLISECONDS);
    LOG.info(
        "SSH listens on {}:{}, host key {}, {} keys may log in",
        settings.address(),
        made.getPort(),
        HostKey.fingerprint(host),
        keys.now().size());
    listening.complete(made.getPort());
  }

  private SshServer server(KeyPair host, AuthorizedKeys keys) {
    Algorithms.prepare();
    SshServer made = SshServer.setUpDefaultServer();
    Algorithms.restrict(made);
    made.setHost(settings.address());
    made.setPort(settings.port());
    made.setIoServiceFactoryFactory(new Nio2ServiceFactoryFactory());
    made.setScheduledExecutorService(timer, false);
    made.setKeyPairProvider(KeyPairProvider.wrap(host));
    made.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
    made.setPublickeyAuthenticator(keys);
    made.setPasswordAuthenticator(null);
    made.setKeyboardInteractiveAuthenticator(null);
    made.setHostBasedAuthenticator(null);
    made.setGSSAuthenticator(null);
    made.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
    made.setAgentFactory(null);
    made.setSubsystemFactories(List.of());
    made.setChannelFactories(List.of(new Channels()));
    made.setGlobalRequestHandlers(
        List.of(KeepAliveHandler.INSTANCE, NoMoreSessionsHandler.INSTANCE));
    made.addSessionListener(guests);
    made.setShellFactory(
        channel ->
            new Work(
                new ShellOrScript(this::interactive, this::script),
                works,
                channel.getServerSession()));
    made.setCommandFactory(
        (channel, line) -> new Work(new OneLine(line, shell), works, channel.getServerSession()));
    limit(made);
    return made;
  }

  private Work.Task interactive() {
    return new Interactive(processor, properties);
  }

  private Work.Task script() {
    return new Script(shell);
  }

  private void limit(SshServer made) {
    CoreModuleProperties.NIO_WORKERS.set(made, EVENT_LOOPS);
    CoreModuleProperties.AUTH_METHODS.set(made, UserAuthPublicKeyFactory.NAME);
    CoreModuleProperties.AUTH_TIMEOUT.set(made, settings.login());
    CoreModuleProperties.MAX_AUTH_REQUESTS.set(made, settings.attempts());
    CoreModuleProperties.MAX_CONCURRENT_CHANNELS.set(made, CHANNELS);
    CoreModuleProperties.WINDOW_SIZE.set(made, WINDOW);
    CoreModuleProperties.IDLE_TIMEOUT.set(made, Duration.ZERO); // Guests has a stricter one
    CoreModuleProperties.NIO2_READ_TIMEOUT.set(made, Duration.ZERO);
    CoreModuleProperties.SERVER_IDENTIFICATION.set(made, "Tessera");
    CoreModuleProperties.STOP_WAIT_TIME.set(made, PATIENCE);
  }

  /** Ends all sessions with a line, frees the port, and waits until no thread is left. */
  @Override
  public void close() {
    ScheduledFuture<?> look = looking;
    if (look != null) {
      look.cancel(true);
    }
    try {
      SshServer open = server;
      if (open != null) {
        works.end("This node closes its door for SSH.");
        open.stop(true);
      }
      timer.shutdownNow(); // after the server, which needs it to stop
      join();
    } catch (IOException e) {
      LOG.error("SSH does not stop: {}; restart the node to free its port", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void join() throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    for (Thread thread : threads()) {
      long rest = Math.max(1, until - System.nanoTime());
      if (thread != Thread.currentThread() && !thread.join(Duration.ofNanos(rest))) {
        LOG.error("Thread {} of SSH does not end", thread.getName());
      }
    }
  }

  /** The library's, which no command runs on, and those of the works. */
  private List<Thread> threads() {
    Thread[] all = new Thread[group.activeCount() + 16];
    Stream<Thread> own = Arrays.stream(all, 0, group.enumerate(all, false));
    return Stream.concat(own, Works.threads(group).stream()).distinct().toList();
  }

  /** Completed with the port once it listens. */
  CompletableFuture<Integer> listening() {
    return listening;
  }
}
