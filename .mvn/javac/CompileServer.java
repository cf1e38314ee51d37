import com.sun.tools.javac.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Compiles for one build, in one warm JVM; see the script {@code javac} beside it. A call is lines:
 * the token, the working directory, the number of arguments, the arguments; the answer is the
 * status, then what javac printed.
 */
final class CompileServer {
  private static final int IDLE_MILLIS = 60_000;

  private final String token = UUID.randomUUID().toString();
  private final AtomicInteger running = new AtomicInteger();

  /** Takes the file that tells callers port, token and process id. */
  public static void main(String[] args) throws IOException {
    new CompileServer().serve(Path.of(args[0]));
  }

  private void serve(Path file) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(IDLE_MILLIS);
      tell(file, server.getLocalPort() + " " + token + " " + ProcessHandle.current().pid() + "\n");
      while (true) {
        try {
          Socket caller = server.accept();
          running.incrementAndGet();
          new Thread(() -> answer(caller)).start();
        } catch (SocketTimeoutException idle) {
          if (running.get() == 0) {
            Files.deleteIfExists(file);
            return;
          }
        }
      }
    }
  }

  /** Whole or not at all, and for the owner alone. */
  private static void tell(Path file, String line) throws IOException {
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Path draft = Files.createTempFile(file.getParent(), "server", "", owner);
    Files.writeString(draft, line);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private void answer(Socket caller) {
    try (caller) {
      var in = new BufferedReader(new InputStreamReader(caller.getInputStream(), StandardCharsets.UTF_8));
      if (!token.equals(in.readLine())) {
        return;
      }
      Path folder = Path.of(in.readLine());
      List<String> arguments = new ArrayList<>();
      for (int left = Integer.parseInt(in.readLine()); left > 0; left--) {
        String argument = in.readLine();
        // The caller's folder is not this JVM's.
        arguments.add(argument.startsWith("@") ? "@" + folder.resolve(argument.substring(1)) : argument);
      }
      StringWriter printed = new StringWriter();
      int status = Main.compile(arguments.toArray(String[]::new), new PrintWriter(printed));
      String answer = status + "\n" + printed;
      caller.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      e.printStackTrace();
    } finally {
      running.decrementAndGet();
    }
  }
}
