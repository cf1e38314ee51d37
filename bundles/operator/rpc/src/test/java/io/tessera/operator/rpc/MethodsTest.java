package io.tessera.operator.rpc;

import static io.tessera.operator.rpc.Bed.base64;
import static io.tessera.operator.rpc.Bed.block;
import static io.tessera.operator.rpc.Bed.error;
import static io.tessera.operator.rpc.Bed.hash;
import static io.tessera.operator.rpc.Bed.result;
import static io.tessera.operator.rpc.Bed.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockRef;
import io.tessera.chain.PreimageListener;
import io.tessera.chain.PreimagePool;
import io.tessera.chain.StateAccess;
import io.tessera.chain.StateUnavailableException;
import io.tessera.chain.Sync;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.block.Preimage;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.StateKeys;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.crypto.ServiceKeys;
import io.tessera.lib.merkle.StateTrie;
import io.tessera.testing.testkit.TestNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What each method answers, line for line. */
class MethodsTest {
  private final Bed bed = new Bed();
  private final String head = base64(bed.head().hash());

  @AfterEach
  void close() {
    bed.close();
  }

  @Test
  void parameters() throws Exception {
    assertEquals(
        result(
            "{\"V1\":{\"deposit_per_item\":10,\"deposit_per_byte\":1,\"deposit_per_account\":100,"
                + "\"core_count\":2,\"min_turnaround_period\":32,\"epoch_period\":12,"
                + "\"max_accumulate_gas\":10000000,\"max_is_authorized_gas\":50000000,"
                + "\"max_refine_gas\":1000000000,\"block_gas_limit\":20000000,"
                + "\"recent_block_count\":8,\"max_work_items\":16,\"max_dependencies\":8,"
                + "\"max_tickets_per_block\":3,\"max_lookup_anchor_age\":24,"
                + "\"tickets_attempts_number\":3,\"auth_window\":8,\"slot_period_sec\":6,"
                + "\"auth_queue_len\":80,\"rotation_period\":4,\"max_extrinsics\":128,"
                + "\"availability_timeout\":5,\"val_count\":6,\"max_authorizer_code_size\":64000,"
                + "\"max_input\":13791360,\"max_service_code_size\":4000000,"
                + "\"basic_piece_len\":4,\"max_imports\":3072,\"segment_piece_count\":1026,"
                + "\"max_report_elective_data\":49152,\"transfer_memo_size\":128,"
                + "\"max_exports\":3072,\"epoch_tail_start\":10}}"),
        bed.ask("parameters"));
  }

  @Test
  void headsAndParents() throws Exception {
    assertEquals(result(block(bed.head())), bed.ask("bestBlock"));
    assertEquals(result(block(bed.blocks.get(3))), bed.ask("finalizedBlock"));
    assertEquals(result(block(bed.blocks.get(4))), bed.ask("parent", head));
    String genesis = base64(bed.builder.genesisRef().hash());
    assertEquals(
        result("{\"header_hash\":" + genesis + ",\"slot\":0}"),
        bed.ask("parent", base64(bed.blocks.getFirst().hash())));
    assertUnavailable(base64(Hash.ZERO), bed.ask("parent", genesis));
    String unknown = base64(hash(9));
    assertUnavailable(unknown, bed.ask("parent", unknown));
    bed.node.chain = null;
    String none = bed.ask("bestBlock");
    assertTrue(none.startsWith(error(0, "this node has no chain now")), none);
  }

  @Test
  void stateRoots() throws Exception {
    String genesis = base64(bed.builder.genesisRef().hash());
    assertEquals(
        result(base64(bed.chain.identity().genesisStateRoot())), bed.ask("stateRoot", genesis));
    assertEquals(
        result(base64(bed.head().header().priorStateRoot())),
        bed.ask("stateRoot", base64(bed.blocks.get(4).hash())),
        "as the child has it");
    assertUnavailable(head, bed.ask("stateRoot", head));
    bed.know(bed.head(), bed.state());
    assertEquals(result(base64(bed.state().root())), bed.ask("stateRoot", head));
    assertUnavailable(base64(hash(9)), bed.ask("stateRoot", base64(hash(9))));
  }

  @Test
  void beefyRootAndStatistics() throws Exception {
    bed.know(bed.head(), bed.state());
    assertEquals(result(base64(hash(0xbe))), bed.ask("beefyRoot", head));
    assertEquals(result("\"ABEiMw==\""), bed.ask("statistics", head));
    bed.know(bed.blocks.get(4), bed.state());
    String before = base64(bed.blocks.get(4).hash());
    assertUnavailable(before, bed.ask("beefyRoot", before));
    bed.know(bed.blocks.get(4), StateTrie.EMPTY);
    assertUnavailable(before, bed.ask("statistics", before));
  }

  @Test
  void whatServicesHave() throws Exception {
    Bytes key = Bytes.fromHex("6b6579");
    Hash preimage = Blake2b.hash(Bytes.fromHex("beef"));
    StateTrie state = with(bed.state(), StateKeys.account(0xfffffffeL), "00ff");
    state = with(state, ServiceKeys.storage(7, key), "01");
    state = with(state, ServiceKeys.preimage(7, preimage), "beef");
    state = with(state, ServiceKeys.request(7, preimage, 2), "020500000007000000");
    state = with(state, ServiceKeys.request(7, preimage, 3), "00");
    bed.know(bed.head(), state);

    assertEquals(result("\"AP8=\""), bed.ask("serviceData", head, 4294967294L));
    assertEquals(result("null"), bed.ask("serviceData", head, 7));
    assertEquals(result("\"AQ==\""), bed.ask("serviceValue", head, 7, base64(key)));
    assertEquals(result("null"), bed.ask("serviceValue", head, 8, base64(key)));
    assertEquals(result("null"), bed.ask("serviceValue", head, 7, "\"\""));
    assertEquals(result("\"vu8=\""), bed.ask("servicePreimage", head, 7, base64(preimage)));
    assertEquals(result("null"), bed.ask("servicePreimage", head, 7, base64(hash(1))));
    assertEquals(result("[5,7]"), bed.ask("serviceRequest", head, 7, base64(preimage), 2));
    assertEquals(result("[]"), bed.ask("serviceRequest", head, 7, base64(preimage), 3));
    assertEquals(result("null"), bed.ask("serviceRequest", head, 7, base64(preimage), 4));
  }

  /** Items of service 255 stand between the accounts. */
  @Test
  void services() throws Exception {
    StateTrie state = bed.state();
    for (long service : new long[] {0, 7, 255, 65_535, 0xffff_ffffL}) {
      state = with(state, StateKeys.account(service), "00");
      state = with(state, ServiceKeys.storage(service, Bytes.fromHex("01")), "ff".repeat(300_000));
    }
    bed.know(bed.head(), state);
    assertEquals(result("[0,7,255,65535,4294967295]"), bed.ask("listServices", head));
    String old = base64(bed.blocks.getFirst().hash());
    assertUnavailable(old, bed.ask("listServices", old));
  }

  /** What this node does not have, peers are asked for. */
  @Test
  void valuesFromPeers() throws Exception {
    String unknown = base64(hash(9));
    assertUnavailable(head, bed.ask("statistics", head));
    bed.node.stateAccess =
        new StateAccess() {
          @Override
          public ProvedValue get(StateKey key) {
            throw new AssertionError("the head's");
          }

          @Override
          public ProvedValue get(StateKey key, Hash block) throws StateUnavailableException {
            if (!block.equals(bed.head().hash())) {
              throw new StateUnavailableException("no peer proves it");
            }
            assertEquals(StateComponent.STATISTICS.key(), key);
            Optional<PeerId> peer = Optional.of(TestNode.id(1));
            return new ProvedValue(key, Optional.of(Bytes.fromHex("01")), block, Hash.ZERO, peer);
          }
        };
    assertEquals(result("\"AQ==\""), bed.ask("statistics", head));
    String old = base64(bed.blocks.getFirst().hash());
    assertTrue(bed.ask("statistics", old).contains("no peer proves it"));
    assertUnavailable(unknown, bed.ask("statistics", unknown));
  }

  @Test
  void preimages() throws Exception {
    List<Preimage> offered = new ArrayList<>();
    bed.node.preimages = new Pool(offered);
    assertEquals(result("null"), bed.ask("submitPreimage", 7, "\"vu8=\""));
    assertEquals(List.of(new Preimage(7, Bytes.fromHex("beef"))), offered);
    String refused = bed.ask("submitPreimage", 8, "\"vu8=\"");
    assertTrue(refused.startsWith(error(0, "service 8 does not ask for these 2 bytes")), refused);
    bed.node.preimages = null;
    String none = bed.ask("submitPreimage", 7, "\"vu8=\"");
    assertTrue(none.startsWith(error(0, "this node has no pool of preimages now")), none);
  }

  @Test
  void syncState() throws Exception {
    try (TestNode streams = new TestNode()) {
      bed.node.streams = streams.streams();
      bed.node.sync = new Syncing(Sync.State.SYNCED);
      assertEquals(result("{\"num_peers\":0,\"status\":\"Completed\"}"), bed.ask("syncState"));
      bed.node.sync = new Syncing(Sync.State.WAITING);
      assertEquals(result("{\"num_peers\":0,\"status\":\"InProgress\"}"), bed.ask("syncState"));
    }
  }

  /** Each argument by its number and name. */
  @Test
  void wrongArgumentsAreNamed() throws Exception {
    String hash = base64(hash(1));
    assertWrong("argument 1, header_hash, is 31 bytes", "parent", q("A".repeat(42) + "=="));
    assertWrong("argument 1, header_hash, is the number 7", "parent", 7);
    assertWrong("argument 1, header_hash, is 48 bytes", "parent", q("0".repeat(64)));
    assertWrong("argument 1, header_hash, is Illegal base64", "parent", q("_".repeat(44)));
    assertWrong("argument 1, header_hash, is a string of 43 char", "parent", q("A".repeat(43)));
    assertWrong("argument 2, id, is the number -1", "serviceData", hash, -1);
    assertWrong("argument 2, id, is the number 4294967296", "serviceData", hash, 4294967296L);
    assertWrong("argument 2, id, is the number 1.0", "serviceData", hash, "1.0");
    assertWrong("argument 2, id, is null", "serviceData", hash, "null");
    assertWrong("argument 3, key, is an array of 0", "serviceValue", hash, 1, "[]");
    assertWrong("argument 4, len, is true", "serviceRequest", hash, 1, hash, "true");
    assertWrong("argument 1, finalized, is the number 1", "subscribeStatistics", 1);
    assertWrong("2 arguments; give an array of 1: header_hash", "parent", hash, hash);
    assertWrong("1 arguments; give an array of 0", "bestBlock", 1);
  }

  private static String q(String text) {
    return '"' + text + '"';
  }

  private void assertWrong(String message, String method, Object... params) throws Exception {
    String answer = bed.ask(method, params);
    assertTrue(answer.startsWith(error(-32602, "Invalid params: " + message)), answer);
  }

  /** Code 1, and the block's hash as the error's data. */
  private static void assertUnavailable(String block, String answer) {
    assertTrue(answer.startsWith(error(1, "Block unavailable: ")), answer);
    assertTrue(answer.endsWith(",\"data\":" + block + "},\"id\":1}"), answer);
  }

  /** Wants what service 7 asks for. */
  private record Pool(List<Preimage> offered) implements PreimagePool {
    @Override
    public boolean isWanted(Request request) {
      return request.service() == 7;
    }

    @Override
    public boolean offer(Preimage preimage, Optional<PeerId> from) {
      return preimage.requester() == 7 && from.isEmpty() && offered.add(preimage);
    }

    @Override
    public Optional<Bytes> find(Hash hash) {
      return Optional.empty();
    }

    @Override
    public List<Request> held() {
      return List.of();
    }

    @Override
    public void addListener(PreimageListener listener) {}

    @Override
    public void removeListener(PreimageListener listener) {}
  }

  /** A sync that stands still. */
  record Syncing(State state) implements Sync {
    @Override
    public Status status() {
      BlockRef none = new BlockRef(Hash.ZERO, 0);
      return new Status("full", state, none, none, none, 0, 0, Optional.empty());
    }

    @Override
    public List<String> modes() {
      return List.of();
    }

    @Override
    public CompletionStage<Status> whenSynced() {
      return new CompletableFuture<>();
    }

    @Override
    public String switchTo(String mode) {
      throw new IllegalArgumentException(mode);
    }
  }
}
