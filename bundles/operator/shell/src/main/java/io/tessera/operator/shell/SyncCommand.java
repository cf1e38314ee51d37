package io.tessera.operator.shell;

import io.tessera.chain.Sync;
import io.tessera.chain.SyncMode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** {@code tessera:sync}: where the sync stands, the modes there are, and another one. */
@Component(
    service = SyncCommand.class,
    property = {"osgi.command.scope=tessera", "osgi.command.function=sync"})
public final class SyncCommand {
  private final Diagnosis diagnosis;
  private final Plugins plugins;
  private final Watch watch;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Sync sync;

  /** Called by the component runtime. */
  @Activate
  public SyncCommand(
      @Reference Diagnosis diagnosis, @Reference Plugins plugins, @Reference Watch watch) {
    this.diagnosis = diagnosis;
    this.plugins = plugins;
    this.watch = watch;
  }

  /** The command. */
  @Descriptor(
      "where the sync stands and which modes are installed; sync mode NAME goes over to another"
          + " one, until the node ends. --json for one line of JSON, -w [SECONDS] to watch."
          + " Example: sync mode light")
  public String sync(CommandSession session, String... words) throws CommandException, IOException {
    Arguments arguments = Arguments.parse("sync", Watch.OPTIONS, words);
    if (arguments.hasOperands()) {
      String line = switchTo(current(), arguments.some("mode"));
      return arguments.has("--json") ? JsonText.write(Map.of("switched", line)) : line;
    }
    return watch.show(session, arguments, View.of(this::text, this::values));
  }

  private Sync current() throws CommandException {
    return diagnosis.require(sync, Sync.class);
  }

  private String text(int width) throws CommandException {
    Sync current = current();
    Sync.Status status = current.status();
    Facts facts =
        new Facts()
            .add("mode", status.mode())
            .add("state", word(status))
            .add("head", status.head())
            .add("finalized", status.finalized())
            .add("target", status.target())
            .add(
                "imported",
                String.format(
                    Locale.ROOT,
                    "%d blocks since the start, %.0f a second lately",
                    status.imported(),
                    status.perSecond()));
    status.progress().ifPresent(now -> facts.add("progress", now));
    return facts.text(width) + "\n\n" + SyncModes.text(modes(), current, width);
  }

  private List<Plugins.Plugin> modes() {
    return plugins.of(SyncMode.class);
  }

  private Map<String, Object> values() throws CommandException {
    Sync current = current();
    Map<String, Object> values = values(current.status());
    values.put("modes", SyncModes.values(modes(), current));
    return values;
  }

  private static String switchTo(Sync sync, List<String> words) throws CommandException {
    if (words.size() != 2 || !words.get(0).equals("mode")) {
      throw new CommandException(
          "sync: '"
              + String.join(" ", words)
              + "' is no order; give mode and a name, such as sync"
              + " mode light");
    }
    try {
      return sync.switchTo(words.get(1));
    } catch (IllegalArgumentException refused) {
      throw new CommandException("sync: " + refused.getMessage(), refused);
    }
  }

  /** In one line, for {@code status}. */
  static String sentence(Sync.Status status) {
    String mode = "mode " + status.mode() + ", ";
    return switch (status.state()) {
      case NO_MODE -> mode + "which is not installed";
      case WAITING -> mode + "waiting for a peer's word";
      case SYNCED -> mode + "synced";
      case SYNCING ->
          mode
              + String.format(
                  Locale.ROOT,
                  "at %s of %s, %.0f blocks/s%s",
                  status.head(),
                  status.target(),
                  status.perSecond(),
                  status.progress().map(now -> "; " + now).orElse(""));
    };
  }

  /** The fields for JSON. */
  static Map<String, Object> values(Sync.Status status) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("mode", status.mode());
    values.put("state", word(status));
    values.put("head", status.head().hash().toHex());
    values.put("slot", status.head().slot());
    values.put("finalized", status.finalized().hash().toHex());
    values.put("target", status.target().hash().toHex());
    values.put("target_slot", status.target().slot());
    values.put("imported", status.imported());
    values.put("per_second", Math.round(status.perSecond()));
    status.progress().ifPresent(now -> values.put("progress", values(now)));
    return values;
  }

  private static Map<String, Object> values(Sync.Progress progress) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("phase", progress.phase());
    values.put("done", progress.done());
    values.put("total", progress.total());
    values.put("per_second", Math.round(progress.perSecond()));
    progress.secondsLeft().ifPresent(seconds -> values.put("seconds_left", seconds));
    return values;
  }

  private static String word(Sync.Status status) {
    return status.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
