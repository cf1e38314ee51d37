package io.tessera.core.chain;

import io.tessera.lib.authoring.DevGenesis;
import io.tessera.lib.authoring.DevService;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.TraceGenesis;
import io.tessera.net.FileTrouble;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Behind {@code ./tessera chain new-dev}: writes the specification of a development chain. */
@Component(service = Function.class, property = "tessera.command=chain")
public final class ChainRun implements Function<String[], Integer> {
  private static final String ID = "dev";

  private final PrintStream out;

  /** Called by the component runtime. */
  @Activate
  public ChainRun() {
    this(System.out);
  }

  ChainRun(PrintStream out) {
    this.out = out;
  }

  /**
   * Writes the specification.
   *
   * @param words {@code new-dev}, then options, each followed by its value
   */
  @Override
  public Integer apply(String[] words) {
    Map<String, String> options = new HashMap<>();
    for (int i = 1; i + 1 < words.length; i += 2) {
      options.put(words[i], words[i + 1]);
    }
    try {
      byte[] json =
          ChainSpecFiles.toJson(
              spec(
                  number(options, "--state-keys", 0),
                  number(options, "--preimages", 16),
                  number(options, "--slot-seconds", ProtocolParameters.TINY.slotSeconds())));
      write(json, options.get("--out"));
      return 0;
    } catch (FileAlreadyExistsException exists) {
      System.err.println("tessera: chain: " + exists.getFile() + " is there already");
      return 1;
    } catch (IOException e) {
      System.err.println("tessera: chain: " + FileTrouble.line(e));
      return 1;
    } catch (NumberFormatException e) {
      System.err.println("tessera: chain: " + e.getMessage());
      return 1;
    }
  }

  private static int number(Map<String, String> options, String name, int otherwise) {
    String text = options.get(name);
    return text == null ? otherwise : Integer.parseInt(text);
  }

  private static ChainSpec spec(int stateKeys, int preimages, int slotSeconds) {
    ProtocolParameters parameters = ProtocolParameters.TINY.withSlotSeconds(slotSeconds);
    DevService small = DevService.SMALL;
    TraceGenesis genesis =
        DevGenesis.of(
            parameters,
            new DevService(preimages, small.preimageSize(), stateKeys, small.storageValueSize()));
    Map<StateKey, Bytes> state = new HashMap<>();
    genesis.state().keyvals().forEach(item -> state.put(item.key(), item.value()));
    return ChainSpec.of(ID, List.of(), genesis.header(), state, parameters);
  }

  private void write(byte[] json, String file) throws IOException {
    if (file == null) {
      out.write(json);
      out.println();
      out.flush();
    } else {
      Files.write(Path.of(file), json, StandardOpenOption.CREATE_NEW);
    }
  }
}
