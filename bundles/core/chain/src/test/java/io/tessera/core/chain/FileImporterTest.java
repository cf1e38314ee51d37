package io.tessera.core.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.tessera.chain.ChainImporter.Failure;
import io.tessera.chain.ChainImporter.Progress;
import io.tessera.chain.ChainImporter.Report;
import io.tessera.chain.EncodedBlock;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.trace.TraceGenesis;
import io.tessera.store.rocksdb.RocksBlockStore;
import io.tessera.testing.testkit.ChainBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Over the store on disk, with files as operators have them. */
class FileImporterTest {
  @TempDir private Path data;
  @TempDir private Path files;

  @ParameterizedTest
  @CsvSource({
    "fallback, 38310a6f, 428d456500",
    "safrole, b53a8b4c, bdcdac9f533ac8",
    "preimages_light, 4d1c22b9, 4bd47bd3f7",
    "storage_light, 9852a6da, 7077e843c"
  })
  void importsATraceIntoAnEmptyDirectoryAndKeepsIt(String trace, String begin, String end)
      throws Exception {
    try (DiskNode node = new DiskNode(data)) {
      node.open("");
      assertEquals(Optional.empty(), node.chain());
      Report report = node.importer().importFrom(Vectors.trace(trace), Progress.NONE);
      assertEquals(Optional.empty(), report.error());
      assertEquals(100, report.imported());
      String head = report.best().orElseThrow().hash().toHex();
      assertTrue(head.startsWith(begin) && head.contains(end), head);
      assertEquals(95, report.finalized().orElseThrow().slot());
    }
    try (DiskNode node = new DiskNode(data)) {
      node.open("");
      assertEquals(100, node.chain().orElseThrow().best().slot());
      assertEquals(95, node.chain().orElseThrow().finalized().slot());
      assertEquals(trace, node.chain().orElseThrow().id());
      Report again = node.importer().importFrom(Vectors.trace(trace), Progress.NONE);
      assertEquals(100, again.known());
      assertEquals(0, again.imported());
    }
  }

  @Test
  void importsSingleTraceFiles() throws Exception {
    try (DiskNode node = new DiskNode(data)) {
      node.open(Vectors.genesis("safrole").toString());
      Report first =
          node.importer()
              .importFrom(Vectors.trace("safrole").resolve("00000001.bin"), Progress.NONE);
      assertEquals(1, first.imported());
      Path third = Vectors.trace("safrole").resolve("00000003.bin");
      Failure gap = node.importer().importFrom(third, Progress.NONE).error().orElseThrow();
      assertEquals(third, gap.file());
      assertTrue(gap.offset() > 0);
      assertTrue(gap.reason().endsWith("is not known"), gap.reason());
    }
  }

  @Test
  void importsAFileOfSizedBlocksInBatches() throws Exception {
    ChainBuilder builder = ChainBuilder.tiny(5);
    Path file = write(builder.chain(2500), "blocks");
    try (DiskNode node = new DiskNode(data)) {
      node.open(spec(builder));
      List<Long> progress = new ArrayList<>();
      Report report =
          node.importer().importFrom(file, (imported, known, best) -> progress.add(imported));
      assertEquals(2500, report.imported());
      assertEquals(List.of(512L, 1024L, 1536L, 2048L, 2500L), progress);
      assertEquals(2500, report.best().orElseThrow().slot());
    }
  }

  @Test
  void firstErrorIsPlacedAndWhatCameBeforeStays() throws Exception {
    ChainBuilder builder = ChainBuilder.tiny(5);
    List<EncodedBlock> blocks = new ArrayList<>(builder.chain(3));
    blocks.add(builder.child(blocks.get(1).ref(), 2));
    blocks.add(builder.child(blocks.get(2).ref(), 4));
    Path file = write(blocks, "blocks");
    long offset = blocks.subList(0, 3).stream().mapToLong(block -> 4 + block.raw().size()).sum();
    try (DiskNode node = new DiskNode(data)) {
      node.open(spec(builder));
      Report report = node.importer().importFrom(file, Progress.NONE);
      assertEquals(3, report.imported());
      Failure error = report.error().orElseThrow();
      assertEquals(file, error.file());
      assertEquals(offset, error.offset());
      assertTrue(error.reason().contains("slot 2 is not above the parent's, 2"), error.reason());
      assertEquals(blocks.get(2).ref(), report.best().orElseThrow());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ffffffff | 0 | a block's size is 4294967295 bytes; 1 to 67108864 are possible",
        "00000000 | 0 | a block's size is 0 bytes",
        "0102 | 0 | a block's size is cut off after 2 bytes",
        "0a00000001020304 | 0 | a block of 10 bytes is cut off after 4",
        "020000000102 | 4 | no block: ",
      })
  void malformedTailIsPlaced(String tail, long offset, String reason) throws Exception {
    ChainBuilder builder = ChainBuilder.tiny(5);
    Path file = write(builder.chain(2), "blocks");
    long start = Files.size(file);
    byte[] good = Files.readAllBytes(file);
    byte[] bad = HexFormat.of().parseHex(tail);
    byte[] all = Arrays.copyOf(good, good.length + bad.length);
    System.arraycopy(bad, 0, all, good.length, bad.length);
    Files.write(file, all);
    try (DiskNode node = new DiskNode(data)) {
      node.open(spec(builder));
      Report report = node.importer().importFrom(file, Progress.NONE);
      assertEquals(2, report.imported());
      Failure error = report.error().orElseThrow();
      assertTrue(error.offset() >= start + offset, error.toString());
      assertTrue(error.reason().startsWith(reason), error.reason());
    }
  }

  @Test
  void traceOfAnotherChainIsRefused() throws Exception {
    try (DiskNode node = new DiskNode(data)) {
      node.open(Vectors.chainSpec().toString());
      Failure error =
          node.importer().importFrom(Vectors.trace("safrole"), Progress.NONE).error().orElseThrow();
      assertEquals(Vectors.genesis("safrole"), error.file());
      assertTrue(error.reason().startsWith("is the genesis of another chain"), error.reason());
    }
  }

  @Test
  void withoutAChainAFileOfBlocksIsRefused() throws Exception {
    Path file = write(ChainBuilder.tiny(5).chain(1), "blocks");
    try (DiskNode node = new DiskNode(data)) {
      node.open("");
      Report report = node.importer().importFrom(file, Progress.NONE);
      assertTrue(report.error().orElseThrow().reason().startsWith("there is no chain"));
      assertEquals(Optional.empty(), report.best());
      Files.createDirectories(files.resolve("empty"));
      Files.copy(Vectors.genesis("safrole"), files.resolve("empty/genesis.bin"));
      Report empty = node.importer().importFrom(files.resolve("empty"), Progress.NONE);
      assertTrue(empty.error().orElseThrow().reason().startsWith("no trace files"));
    }
  }

  @Test
  void anEmptyFileIsRefused() throws Exception {
    Path file = Files.createFile(files.resolve("blocks"));
    try (DiskNode node = new DiskNode(data)) {
      node.open(Vectors.chainSpec().toString());
      Failure error = node.importer().importFrom(file, Progress.NONE).error().orElseThrow();
      assertEquals("the file is empty", error.reason());
    }
  }

  @Test
  void directoryOfAnotherChainIsRefusedNamingBoth() throws Exception {
    ProtocolParameters tiny = ProtocolParameters.TINY;
    TraceGenesis genesis =
        TraceGenesis.codec(tiny).decode(Files.readAllBytes(Vectors.genesis("preimages_light")));
    try (DiskNode node = new DiskNode(data)) {
      node.open(Vectors.chainSpec().toString());
    }
    try (DiskNode node = new DiskNode(data)) {
      ChainSpecException refused =
          assertThrows(
              ChainSpecException.class,
              () -> node.open(Vectors.genesis("preimages_light").toString()));
      String line = refused.getMessage();
      assertEquals(1, line.lines().count());
      assertTrue(line.contains("is of another chain (genesis header 2bf11dc5, state "), line);
      assertTrue(line.contains("state " + genesis.state().stateRoot().toShortHex() + ","), line);
      assertTrue(line.contains("--data"), line);
      // Nothing of the refused one was written.
      node.open("");
      assertEquals("dev", node.chain().orElseThrow().id());
    }
  }

  /** The bytes are the deposit for an item and the header's last, of its seal. */
  @ParameterizedTest
  @CsvSource({"protocol_parameters, 0", "genesis_header, -2"})
  void otherParametersOrAnotherHeaderAreAnotherChain(String field, int at) throws Exception {
    Map<String, Object> fields = JSON.std.mapFrom(ChainBuilder.tiny(5).chainSpec());
    Path spec = files.resolve("chain.json");
    Files.writeString(spec, JSON.std.asString(fields));
    try (DiskNode node = new DiskNode(data)) {
      node.open(spec.toString());
    }
    StringBuilder hex = new StringBuilder(fields.get(field).toString());
    int digit = at < 0 ? hex.length() + at : at;
    hex.setCharAt(digit, hex.charAt(digit) == '1' ? '2' : '1');
    fields.put(field, hex.toString());
    Files.writeString(spec, JSON.std.asString(fields));
    try (DiskNode node = new DiskNode(data)) {
      String line =
          assertThrows(ChainSpecException.class, () -> node.open(spec.toString())).getMessage();
      assertTrue(line.contains("is of another chain"), line);
    }
  }

  @Test
  void lostCopyOfTheSpecificationIsNamed() throws Exception {
    try (DiskNode node = new DiskNode(data)) {
      node.open(Vectors.genesis("safrole").toString());
    }
    Files.delete(data.resolve("chain.json"));
    try (DiskNode node = new DiskNode(data)) {
      String line = assertThrows(ChainSpecException.class, () -> node.open("")).getMessage();
      assertTrue(line.contains("chain.json is missing; name the chain's specification"), line);
      node.open(Vectors.genesis("safrole").toString());
    }
  }

  private String spec(ChainBuilder builder) throws IOException {
    Path file = files.resolve("spec.json");
    Files.writeString(file, builder.chainSpec());
    return file.toString();
  }

  private Path write(List<EncodedBlock> blocks, String name) throws IOException {
    JamWriter out = new JamWriter();
    for (EncodedBlock block : blocks) {
      out.u32(block.raw().size());
      out.bytes(block.raw());
    }
    return Files.write(files.resolve(name), out.toByteArray());
  }

  /** What the component does, without a container. */
  static final class DiskNode implements AutoCloseable {
    private final RocksBlockStore store;
    private final DataDirectory directory;
    private ChainService chain;

    DiskNode(Path data) {
      store = new RocksBlockStore(data, 2, 4);
      directory = new DataDirectory(data, store);
    }

    void open(String configured) throws ChainSpecException {
      directory.open(configured).ifPresent(this::start);
    }

    private ChainService start(ChainSpec spec) {
      chain =
          new ChainService(
              spec,
              store,
              Clock.systemUTC(),
              Plugins.of(new DepthFinality(5)),
              Optional.empty(),
              4);
      return chain;
    }

    Optional<ChainService> chain() {
      return Optional.ofNullable(chain);
    }

    FileImporter importer() {
      return new FileImporter(
          this::chain,
          (spec, file) -> {
            directory.adopt(spec, file);
            return start(spec);
          });
    }

    @Override
    public void close() {
      if (chain != null) {
        chain.close();
      }
      store.close();
    }
  }
}
