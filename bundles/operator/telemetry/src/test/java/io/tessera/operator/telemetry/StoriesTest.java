package io.tessera.operator.telemetry;

import static io.tessera.operator.telemetry.WatchedPair.ONE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.PreimagePool;
import io.tessera.chain.event.BlockEvents.BlockAnnounced;
import io.tessera.chain.event.BlockEvents.BlockTransferred;
import io.tessera.chain.event.BlockEvents.BlocksRequested;
import io.tessera.chain.event.PreimageEvents.PreimageAnnounced;
import io.tessera.chain.event.PreimageEvents.PreimageRequested;
import io.tessera.chain.event.PreimageEvents.PreimageTransferred;
import io.tessera.chain.event.TicketEvents.TicketTransferred;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;
import io.tessera.net.event.Side;
import io.tessera.net.event.StreamFact;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.TelemetryDecoder.Event;
import io.tessera.work.ShardRequest;
import io.tessera.work.SignedAssurance;
import io.tessera.work.event.AvailabilityEvents.AssuranceReceived;
import io.tessera.work.event.AvailabilityEvents.AssuranceSending;
import io.tessera.work.event.AvailabilityEvents.BundleRequested;
import io.tessera.work.event.AvailabilityEvents.DistributingAssurance;
import io.tessera.work.event.AvailabilityEvents.SegmentShardsRequested;
import io.tessera.work.event.AvailabilityEvents.SegmentsRequested;
import io.tessera.work.event.AvailabilityEvents.ShardsRequested;
import io.tessera.work.event.GuaranteeEvents.GuaranteeBuilt;
import io.tessera.work.event.GuaranteeEvents.GuaranteeDistributed;
import io.tessera.work.event.GuaranteeEvents.GuaranteeReceived;
import io.tessera.work.event.GuaranteeEvents.GuaranteeSending;
import io.tessera.work.event.PackageEvents.DuplicatePackage;
import io.tessera.work.event.PackageEvents.ExtrinsicDataReceived;
import io.tessera.work.event.PackageEvents.ImportsReceived;
import io.tessera.work.event.PackageEvents.PackageReceived;
import io.tessera.work.event.PackageEvents.PackageShared;
import io.tessera.work.event.PackageEvents.SignatureReceived;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is made of streams, on real streams: which events of JIP-3, and what they refer to. */
@Timeout(30)
class StoriesTest {
  private static final Hash HASH = Hash.fromHex("c7".repeat(32));

  private final WatchedPair nodes = new WatchedPair();

  @AfterEach
  void close() {
    assertEquals(0, nodes.answering.watch.openStreams());
    nodes.close();
  }

  // ---- requests

  static List<Arguments> requests() {
    ShardRequest shards = new ShardRequest(HASH, 3);
    BlockRequest blocks = new BlockRequest(HASH, BlockRequest.Direction.DESCENDING, 5);
    return List.of(
        Arguments.of(128, new BlocksRequested(blocks), 63, List.of(63, 66), List.of(64, 67)),
        Arguments.of(
            137, new ShardsRequested(shards), 120, List.of(120, 123, 125), List.of(121, 124, 125)),
        Arguments.of(
            138, new ShardsRequested(shards), 140, List.of(140, 143, 145), List.of(141, 144, 145)),
        Arguments.of(
            147, new BundleRequested(HASH), 148, List.of(148, 151, 153), List.of(149, 152, 153)),
        Arguments.of(143, new PreimageRequested(HASH), 193, List.of(193, 196), List.of(194, 197)),
        // JIP-3 wants these to name a submission that this node does not know
        Arguments.of(139, new SegmentShardsRequested(4), 162, List.of(), List.of(163, 166, 167)),
        Arguments.of(140, new SegmentShardsRequested(4), 162, List.of(), List.of(163, 166, 167)),
        Arguments.of(148, new SegmentsRequested(4), 173, List.of(), List.of(174, 177, 178)));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void aRequest(int kind, StreamFact fact, int first, List<Integer> asking, List<Integer> answering)
      throws Exception {
    nodes.serve(
        kind,
        stream -> {
          stream.tell(fact);
          WatchedPair.answer(stream);
        });
    nodes.ask(
        kind,
        stream -> {
          stream.tell(fact);
          WatchedPair.whole(stream);
        });
    assertEquals(asking, nodes.asking.types());
    List<Event> served = nodes.answering.events();
    assertEquals(answering, served.stream().map(Event::type).toList());
    served.subList(1, served.size()).forEach(event -> assertEquals(0L, event.fields().getFirst()));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void aRequestThatFails(int kind, StreamFact fact, int first, List<Integer> asking)
      throws Exception {
    nodes.serve(
        kind,
        stream -> {
          stream.tell(fact);
          WatchedPair.refuse(stream);
        });
    nodes.ask(
        kind,
        stream -> {
          stream.tell(fact);
          WatchedPair.whole(stream);
        });
    List<Integer> told = nodes.asking.types();
    assertEquals(asking.isEmpty(), told.isEmpty());
    if (!asking.isEmpty()) {
      assertEquals(first, told.getFirst());
      assertEquals(first + 2, told.getLast());
    }
    assertEquals(List.of(first + 1, first + 4, first + 2), nodes.answering.types());
  }

  @Test
  void blocksAndPreimagesAreToldOfOneByOne() throws Exception {
    ChainBuilder builder = ChainBuilder.tiny(1);
    List<EncodedBlock> blocks = builder.chain(2);
    nodes.serve(
        128,
        stream -> {
          stream.tell(new BlockTransferred(blocks::getFirst, false));
          stream.tell(new BlockTransferred(blocks::getLast, true));
          WatchedPair.answer(stream);
        });
    nodes.ask(128, WatchedPair::whole);
    List<Event> served = nodes.answering.events();
    assertEquals(List.of(64, 68, 68), served.stream().map(Event::type).toList());
    assertEquals(blocks.getLast().hash().toHex(), served.get(2).fields().get(3));
    assertEquals(1L, served.get(2).fields().getLast());
    assertEquals(0L, served.get(1).fields().getLast());
    assertEquals(List.of(), nodes.asking.types(), "it did not say what it asks for");

    nodes.serve(
        143,
        stream -> {
          WatchedPair.answer(stream);
          stream.tell(new PreimageTransferred(77));
        });
    nodes.ask(143, WatchedPair::whole);
    assertEquals(List.of(194, 198), nodes.answering.types());
  }

  // ---- distribution

  @Test
  void announcements() throws Exception {
    BlockRef block = new BlockRef(HASH, 8);
    nodes.servePersistent(
        0,
        stream -> {
          stream.tell(new BlockAnnounced(block, Side.local(stream.initiator())));
          stream.write(ONE);
          stream.read(WatchedPair.BYTE);
          if (!stream.initiator()) {
            WatchedPair.refuse(stream);
          }
          stream.read(WatchedPair.BYTE);
        });
    nodes.asking.awaitEnd();
    nodes.answering.awaitEnd();
    nodes.pair.initiator().node().stop(nodes.pair.initiator().node().protocols().getFirst());
    List<Event> dialed = nodes.asking.events();
    assertEquals(List.of(60, 62, 61), dialed.stream().map(Event::type).toList());
    assertEquals(0L, dialed.get(0).fields().get(1), "this side opened it");
    assertEquals(1L, dialed.get(2).fields().get(1), "the other side closed it");
    List<Event> accepted = nodes.answering.events();
    assertEquals(1L, accepted.get(0).fields().get(1));
    assertEquals(List.of(1L, 8L, HASH.toHex()), accepted.get(1).fields().subList(1, 4));
    assertEquals(0L, accepted.get(2).fields().get(1));
  }

  @Test
  void tickets() throws Exception {
    TicketTransferred ticket = new TicketTransferred(5, 1, HASH);
    for (int kind : new int[] {131, 132}) {
      nodes.serve(
          kind,
          stream -> {
            stream.tell(ticket);
            WatchedPair.answer(stream);
          });
      nodes.ask(
          kind,
          stream -> {
            stream.tell(ticket);
            WatchedPair.whole(stream);
          });
    }
    List<Event> sent = nodes.asking.events();
    assertEquals(List.of(84, 84), sent.stream().map(Event::type).toList());
    assertEquals(List.of(0L, 0L, 5L, 1L, HASH.toHex()), sent.get(0).fields().subList(1, 6));
    assertEquals(List.of(0L, 1L), sent.get(1).fields().subList(1, 3));
    List<Event> received = nodes.answering.events();
    assertEquals(List.of(84, 84), received.stream().map(Event::type).toList());
    assertEquals(1L, received.get(0).fields().get(1));
  }

  @Test
  void aTicketThatIsRefusedWasReceivedButNotSent() throws Exception {
    nodes.serve(
        131,
        stream -> {
          stream.tell(new TicketTransferred(5, 1, HASH));
          WatchedPair.refuse(stream);
        });
    nodes.serve(132, WatchedPair::refuse);
    nodes.ask(131, WatchedPair::whole);
    nodes.ask(132, WatchedPair::whole);
    assertEquals(List.of(83, 83), nodes.asking.types());
    assertEquals(List.of(84, 83), nodes.answering.types());
  }

  @Test
  void wordOfPreimages() throws Exception {
    PreimageAnnounced word = new PreimageAnnounced(new PreimagePool.Request(3, HASH, 9));
    nodes.serve(
        142,
        stream -> {
          stream.tell(word);
          nodes.answerOr(stream, 1);
        });
    nodes.ask(
        142,
        stream -> {
          stream.tell(word);
          WatchedPair.whole(stream);
        });
    nodes.ask(142, WatchedPair::whole);
    assertEquals(List.of(191, 190), nodes.asking.types());
    List<Event> received = nodes.answering.events();
    assertEquals(191, received.getFirst().type());
    assertEquals(List.of(1L, 3L, HASH.toHex(), 9L), received.getFirst().fields().subList(1, 5));
  }

  @Test
  void assurances() throws Exception {
    DistributingAssurance begun =
        new DistributingAssurance(
            new SignedAssurance(
                HASH, Bytes.fromHex("03"), Ed25519Signature.wrap(new byte[Ed25519Signature.SIZE])));
    nodes.serve(
        141,
        stream -> {
          stream.tell(new AssuranceReceived(HASH));
          nodes.answerOr(stream, 1);
        });
    nodes.asking.tell(begun);
    nodes.ask(
        141,
        stream -> {
          stream.tell(new AssuranceSending(begun));
          WatchedPair.whole(stream);
        });
    nodes.ask(
        141,
        stream -> {
          stream.tell(new AssuranceSending(begun));
          WatchedPair.whole(stream);
        });
    List<Event> sent = nodes.asking.events();
    assertEquals(List.of(126, 128, 127), sent.stream().map(Event::type).toList());
    assertEquals(sent.get(0).id(), sent.get(1).fields().getFirst());
    assertEquals(sent.get(0).id(), sent.get(2).fields().getFirst());
    assertEquals(131, nodes.answering.events().getFirst().type());
  }

  // ---- work-packages and guarantees

  private void submitted(int kind) {
    nodes.serve(
        kind,
        stream -> {
          stream.tell(new PackageReceived(1, Works.PACKAGE));
          stream.tell(new ExtrinsicDataReceived());
          stream.tell(new ImportsReceived());
          WatchedPair.answer(stream);
        });
  }

  @Test
  void aSubmissionAndWhatComesOfIt() throws Exception {
    submitted(146);
    nodes.ask(146, WatchedPair::whole);
    assertEquals(List.of(), nodes.asking.types(), "builders have no events");
    List<Event> events = nodes.answering.events();
    assertEquals(List.of(90, 94, 96, 97), events.stream().map(Event::type).toList());
    assertEquals(1L, events.getFirst().fields().get(1), "with its imports");
    assertEquals(Works.PACKAGE_HASH.toHex(), events.get(1).fields().get(3));
    long submission = events.getFirst().id();

    GuaranteeBuilt built = new GuaranteeBuilt(Works.GUARANTEE);
    nodes.answering.tell(built);
    nodes.answering.tell(new GuaranteeDistributed(built));
    List<Event> guaranteed = nodes.answering.events();
    assertEquals(List.of(105, 109), guaranteed.stream().map(Event::type).toList());
    assertEquals(submission, guaranteed.get(0).fields().getFirst());
    assertEquals(submission, guaranteed.get(1).fields().getFirst());
    assertEquals(List.of(4L), guaranteed.get(0).fields().getLast());
  }

  @Test
  void aPackageThatIsThereAlready() throws Exception {
    for (int kind : new int[] {133, 134}) {
      nodes.serve(
          kind,
          stream -> {
            stream.tell(new DuplicatePackage(1, Works.PACKAGE));
            stream.tell(new ExtrinsicDataReceived());
            WatchedPair.refuse(stream);
          });
      nodes.ask(kind, WatchedPair::whole);
    }
    // of a builder's nothing more is told, of a guarantor's only how it ends
    assertEquals(List.of(90, 93, 91, 93, 92), nodes.answering.types());
  }

  @Test
  void aSubmissionThatFails() throws Exception {
    nodes.serve(133, WatchedPair::refuse);
    nodes.ask(133, WatchedPair::whole);
    List<Event> events = nodes.answering.events();
    assertEquals(List.of(90, 92), events.stream().map(Event::type).toList());
    assertTrue(events.getLast().fields().getLast().toString().endsWith("not today"));
  }

  /** The asking node shares what a builder has submitted to it. */
  @Test
  void sharing() throws Exception {
    submitted(134);
    nodes.ask(
        134,
        stream -> {
          stream.tell(new PackageShared(Works.PACKAGE)); // nobody has submitted it
          WatchedPair.whole(stream);
        });
    assertEquals(List.of(), nodes.asking.types());
    assertEquals(List.of(91, 94, 96, 97, 103), nodes.answering.types());

    nodes.asking.watch.submitted(Works.PACKAGE_HASH, 0);
    nodes.ask(
        134,
        stream -> {
          stream.tell(new PackageShared(Works.PACKAGE));
          WatchedPair.whole(stream);
          stream.tell(new SignatureReceived());
        });
    assertEquals(List.of(98, 100, 104), nodes.asking.types());
    nodes.ask(
        134,
        stream -> {
          stream.tell(new PackageShared(Works.PACKAGE));
          WatchedPair.whole(stream); // and the signature is wrong
        });
    assertEquals(List.of(98, 100, 99), nodes.asking.types());
  }

  @Test
  void guarantees() throws Exception {
    nodes.serve(
        135,
        stream -> {
          stream.tell(new GuaranteeReceived(Works.GUARANTEE));
          nodes.answerOr(stream, 2);
        });
    GuaranteeBuilt unknown = new GuaranteeBuilt(Works.GUARANTEE);
    nodes.asking.tell(unknown);
    nodes.ask(
        135,
        stream -> {
          stream.tell(new GuaranteeSending(unknown));
          WatchedPair.whole(stream);
        });
    assertEquals(List.of(), nodes.asking.types(), "no builder has submitted its package");
    assertEquals(List.of(110, 112), nodes.answering.types());

    nodes.asking.watch.submitted(Works.PACKAGE_HASH, 0);
    GuaranteeBuilt built = new GuaranteeBuilt(Works.GUARANTEE);
    nodes.asking.tell(built);
    nodes.ask(
        135,
        stream -> {
          stream.tell(new GuaranteeSending(built));
          WatchedPair.whole(stream);
        });
    nodes.ask(
        135,
        stream -> {
          stream.tell(new GuaranteeSending(built));
          WatchedPair.whole(stream);
        });
    List<Event> sent = nodes.asking.events();
    assertEquals(List.of(105, 106, 108, 106, 107), sent.stream().map(Event::type).toList());
    assertEquals(sent.get(0).id(), sent.get(1).fields().getFirst());
    assertEquals(sent.get(1).id(), sent.get(2).fields().getFirst());
    assertEquals(sent.get(3).id(), sent.get(4).fields().getFirst());
  }
}
