package io.tessera.operator.shell;

import io.tessera.chain.Sync;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** {@code tessera:sync}: where the sync stands. */
@Component(
    service = SyncCommand.class,
    property = {"osgi.command.scope=tessera", "osgi.command.function=sync"})
public final class SyncCommand {
  private final Diagnosis diagnosis;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Sync sync;

  /** Called by the component runtime. */
  @Activate
  public SyncCommand(@Reference Diagnosis diagnosis) {
    this.diagnosis = diagnosis;
  }

  /** The command. */
  @Descriptor(
      "where the sync stands and which modes are installed. --json for one line of JSON."
          + " Example: sync")
  public String sync(String... words) throws CommandException, IOException {
    boolean json = Arguments.parse("sync", List.of("--json"), words).none().has("--json");
    Sync current = diagnosis.require(sync, Sync.class);
    Sync.Status status = current.status();
    if (json) {
      return JsonText.write(values(status));
    }
    return String.format(
        Locale.ROOT,
        "mode       %s (installed: %s)%nstate      %s%nhead       %s%nfinalized  %s%ntarget     %s"
            + "%nimported   %d blocks since the start, %.0f a second lately",
        status.mode(),
        current.modes().isEmpty() ? "none" : String.join(", ", current.modes()),
        word(status),
        status.head(),
        status.finalized(),
        status.target(),
        status.imported(),
        status.perSecond());
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
                  "at %s of %s, %.0f blocks/s",
                  status.head(),
                  status.target(),
                  status.perSecond());
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
    return values;
  }

  private static String word(Sync.Status status) {
    return status.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
