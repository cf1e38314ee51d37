package io.tessera.operator.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.ImportSpec;
import io.tessera.net.Endpoint;
import io.tessera.net.event.Side;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes written by hand from JIP-3. */
class GoldenBytesTest {
  private static final Hash HASH = Hash.fromHex("a5".repeat(32));
  private static final PeerId PEER = new PeerId(Ed25519Public.fromHex("b6".repeat(32)));
  private static final String H = "a5".repeat(32);
  private static final String P = "b6".repeat(32);
  private static final Endpoint ADDRESS =
      Endpoint.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0x1234));
  private static final String A = "00".repeat(10) + "ffff7f000001" + "3412";

  private static final BlockOutline BLOCK = new BlockOutline(0x1f4, HASH, 1, 2, 0x300, 4, 5, 6);
  private static final String B =
      "f4010000" + H + "01000000 02000000 00030000 04000000 05000000 06000000";

  @Test
  void nodeInformation() {
    NodeInformation node =
        new NodeInformation(ProtocolParameters.TINY, HASH, PEER, ADDRESS, "1.2", "a note: \u00e9");
    String parameters =
        "0a00000000000000 0100000000000000 6400000000000000" // B_I, B_L, B_S
            + "0200 20000000 0c000000" // C, D, E
            + "8096980000000000 80f0fa0200000000 00ca9a3b00000000 002d310100000000"; // G_A to G_T
    String bytes = Bytes.wrap(node.encode()).toHex();
    assertEquals("00" + parameters.replace(" ", ""), bytes.substring(0, 2 + 2 * 66));
    assertEquals(
        (H + P + A + "00000000" + "07" + "54657373657261" + "03312e32" + "05302e372e32")
            + "0a61206e6f74653a20c3a9",
        bytes.substring(2 + 2 * ProtocolParameters.SIZE));
  }

  static List<Arguments> events() {
    return List.of(
        Arguments.of(new Dropped(7, 258), "00", "0700000000000000 0201000000000000"),
        Arguments.of(
            new StatusMessages.Status(5, 4, 3, List.of(1, 700), 2, 0x10000, 6, 0x20000),
            "0a",
            "05000000 04000000 03000000 01ff 02000000 0000010000000000 06000000 00000200"),
        Arguments.of(new StatusMessages.SyncStatusChanged(true), "0d", "01"),
        Arguments.of(new ConnectionMessages.ConnectingOut(PEER, ADDRESS), "18", P + A),
        Arguments.of(
            new ConnectionMessages.Disconnected(PEER, Optional.of(Side.REMOTE), "bye"),
            "1b",
            P + "0101 03627965"),
        Arguments.of(
            new ConnectionMessages.Disconnected(PEER, Optional.empty(), ""), "1b", P + "00 00"),
        Arguments.of(new BlockMessages.Importing(0x2a, BLOCK), "2b", "2a000000" + B),
        Arguments.of(new BlockMessages.BlockExecuted(9), "2f", "0900000000000000 00"),
        Arguments.of(
            new BlockMessages.BlockAnnounced(PEER, Side.LOCAL, 1, HASH),
            "3e",
            P + "00 01000000" + H),
        Arguments.of(
            new RequestMessages.SendingBlockRequest(PEER, HASH, true, 256),
            "3f",
            P + H + "01 00010000"),
        Arguments.of(
            new RequestMessages.BlockTransferred(3, 0x2a, BLOCK, true),
            "44",
            "0300000000000000 2a000000" + B + "01"),
        Arguments.of(
            new TicketMessages.TicketTransferred(PEER, Side.REMOTE, true, 11, 1, HASH),
            "54",
            P + "01 01 0b000000 01" + H),
        Arguments.of(
            new GuaranteeingMessages.WorkPackageReceived(
                1,
                513,
                new WorkPackageOutline(
                    300,
                    HASH,
                    HASH,
                    7,
                    List.of(HASH),
                    List.of(
                        new WorkPackageOutline.Item(
                            8,
                            9,
                            10,
                            11,
                            12,
                            List.of(new ImportSpec(HASH, false, 2), new ImportSpec(HASH, true, 2)),
                            13)))),
            "5e",
            "0100000000000000 0102 2c010000"
                + H
                + H
                + "07000000 01"
                + H
                + "01 08000000 09000000 0a00000000000000 0b00000000000000 0c000000 02"
                + H
                + "0200"
                + H
                + "0280 0d00"),
        Arguments.of(
            new GuaranteeingMessages.GuaranteeDiscarded(
                new GuaranteeOutline(HASH, 5, List.of(0, 1023)), 2),
            "71",
            H + "05000000 02 0000 ff03 02"),
        Arguments.of(
            new RequestMessages.SendingShardRequest(PEER, HASH, 1022), "78", P + H + "fe03"),
        Arguments.of(
            new AvailabilityMessages.DistributingAssurance(HASH, Bytes.fromHex("03")),
            "7e",
            H + "03"),
        Arguments.of(
            new RequestMessages.SendingBundleShardRequest(PEER, 5),
            "8c",
            "7700000000000000" + P + "0500"),
        Arguments.of(
            new RequestMessages.SegmentShardRequestReceived(4, 6000),
            "a6",
            "0400000000000000 7017"),
        Arguments.of(
            new PreimageMessages.PreimageAnnounced(PEER, Side.LOCAL, 42, HASH, 1000),
            "bf",
            P + "00 2a000000" + H + "e8030000"));
  }

  @ParameterizedTest
  @MethodSource("events")
  void event(Message event, String type, String fields) {
    String content = "f0debc9a78563412" + type + fields.replace(" ", "");
    Bytes frame = Bytes.wrap(EventBuffer.encode(0x123456789abcdef0L, event, 0x77));
    int size = content.length() / 2;
    String head = "%02x%02x0000".formatted(size & 0xff, size >> 8);
    assertEquals(head + content, frame.toHex());
  }

  /** JIP-3 bounds a reason, and wants UTF-8: no character is cut in two. */
  @Test
  void longReasonsAreCut() {
    String longReason = "x".repeat(127) + "\u00e9 and more";
    Bytes frame =
        Bytes.wrap(EventBuffer.encode(0, new ConnectionMessages.ConnectInFailed(0, longReason), 0));
    assertEquals("7f" + "78".repeat(127), frame.toHex().substring(2 * (4 + 8 + 1 + 8)));
  }

  /** What peers name may be greater than JIP-3 has room for. */
  @Test
  void numbersThatDoNotFitAreTheGreatest() {
    Bytes frame =
        Bytes.wrap(
            EventBuffer.encode(0, new RequestMessages.PreimageTransferred(0, 0x1_0000_0001L), 0));
    assertEquals("ffffffff", frame.toHex().substring(2 * (4 + 8 + 1 + 8)));
  }
}
