package io.tessera.operator.shell;

import io.tessera.net.operator.OperatorShell;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Executes lines, and ends those that still run when it goes away. */
@Component
public final class ShellLines implements OperatorShell {
  private final CommandProcessor processor;
  private final Set<LineRun> running = ConcurrentHashMap.newKeySet();
  private volatile boolean over;

  /** Called by the component runtime. */
  @Activate
  public ShellLines(@Reference CommandProcessor processor) {
    this.processor = processor;
  }

  @Deactivate
  void deactivate() {
    over = true;
    running.forEach(LineRun::end);
  }

  @Override
  public int run(Call call) throws InterruptedException {
    if (call.line().length() > LONGEST) {
      throw new IllegalArgumentException(
          "the line has " + call.line().length() + " characters; the most is " + LONGEST);
    }
    LineRun run = new LineRun(processor, call);
    running.add(run);
    try {
      // Looked at after the run can be found: deactivate either sees it, or is seen.
      return over ? FAILED : run.run();
    } finally {
      running.remove(run);
    }
  }
}
