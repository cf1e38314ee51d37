package io.tessera.operator.telemetry;

import io.tessera.chain.event.BlockEvents;
import io.tessera.chain.event.PreimageEvents;
import io.tessera.chain.event.TicketEvents;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Endpoint;
import io.tessera.net.event.ConnectionEvents;
import io.tessera.net.event.NodeEvent;
import io.tessera.net.event.NodeEventListener;
import io.tessera.net.event.StreamEvents;
import io.tessera.work.event.AvailabilityEvents;
import io.tessera.work.event.GuaranteeEvents;
import java.util.function.LongFunction;

/**
 * Records what happens in the node as JIP-3 has it. An event that refers to one which happened
 * before this node listened is left out: there is no id that it could name.
 */
final class Watch implements NodeEventListener {
  /** Stands for a peer whose key is not known before the handshake. */
  private static final PeerId UNKNOWN =
      new PeerId(Ed25519Public.wrap(new byte[Ed25519Public.SIZE]));

  private final Recorder recorder;
  private final EventIds ids = new EventIds();
  private final Submissions submissions = new Submissions();
  private final Stories stories;

  Watch(Recorder recorder) {
    this.recorder = recorder;
    stories = new Stories(recorder, ids, submissions);
  }

  @Override
  public void happened(NodeEvent event) {
    switch (event) {
      case StreamEvents.Opened it -> stories.opened(it);
      case StreamEvents.Told it -> stories.told(it);
      case StreamEvents.Sent it -> stories.sent(it);
      case StreamEvents.Ended it -> stories.ended(it);

      case ConnectionEvents.ConnectionRefused it ->
          recorder.record(new ConnectionMessages.ConnectionRefused(Endpoint.of(it.address())));
      case ConnectionEvents.ConnectingIn it ->
          begin(it, new ConnectionMessages.ConnectingIn(Endpoint.of(it.address())));
      case ConnectionEvents.ConnectInFailed it ->
          end(it.attempt(), id -> new ConnectionMessages.ConnectInFailed(id, it.reason()));
      case ConnectionEvents.ConnectedIn it ->
          end(it.attempt(), id -> new ConnectionMessages.ConnectedIn(id, it.peer()));
      case ConnectionEvents.ConnectingOut it ->
          begin(
              it,
              new ConnectionMessages.ConnectingOut(
                  it.peer().orElse(UNKNOWN), Endpoint.of(it.address())));
      case ConnectionEvents.ConnectOutFailed it ->
          end(it.attempt(), id -> new ConnectionMessages.ConnectOutFailed(id, it.reason()));
      case ConnectionEvents.ConnectedOut it ->
          end(it.attempt(), ConnectionMessages.ConnectedOut::new);
      case ConnectionEvents.Disconnected it ->
          recorder.record(
              new ConnectionMessages.Disconnected(it.peer(), it.terminator(), it.reason()));
      case ConnectionEvents.Misbehaved it ->
          recorder.record(new ConnectionMessages.PeerMisbehaved(it.peer(), it.reason()));

      case BlockEvents.Authoring it ->
          begin(it, new BlockMessages.Authoring(it.slot(), it.parent()));
      case BlockEvents.AuthoringFailed it ->
          end(it.begun(), id -> new BlockMessages.AuthoringFailed(id, it.reason()));
      case BlockEvents.Authored it ->
          end(it.begun(), id -> new BlockMessages.Authored(id, BlockOutline.of(it.block())));
      case BlockEvents.Importing it ->
          begin(
              it,
              new BlockMessages.Importing(it.block().header().slot(), BlockOutline.of(it.block())));
      case BlockEvents.BlockVerificationFailed it ->
          end(it.begun(), id -> new BlockMessages.BlockVerificationFailed(id, it.reason()));
      case BlockEvents.BlockVerified it -> end(it.begun(), BlockMessages.BlockVerified::new);
      case BlockEvents.BlockExecutionFailed it ->
          end(it.begun(), id -> new BlockMessages.BlockExecutionFailed(id, it.reason()));
      case BlockEvents.BlockExecuted it -> end(it.begun(), BlockMessages.BlockExecuted::new);

      case TicketEvents.GeneratingTickets it ->
          begin(it, new TicketMessages.GeneratingTickets(it.epoch()));
      case TicketEvents.TicketGenerationFailed it ->
          end(it.begun(), id -> new TicketMessages.TicketGenerationFailed(id, it.reason()));
      case TicketEvents.TicketsGenerated it ->
          end(it.begun(), id -> new TicketMessages.TicketsGenerated(id, it.ids()));

      case GuaranteeEvents.GuaranteeBuilt it -> built(it);
      case GuaranteeEvents.GuaranteeDistributed it -> distributed(it.built());
      case GuaranteeEvents.GuaranteeDiscarded it ->
          recorder.record(
              new GuaranteeingMessages.GuaranteeDiscarded(
                  GuaranteeOutline.of(it.guarantee()), it.reason().code()));

      case AvailabilityEvents.DistributingAssurance it ->
          begin(
              it,
              new AvailabilityMessages.DistributingAssurance(
                  it.assurance().anchor(), it.assurance().bitfield()));
      case AvailabilityEvents.AssuranceDistributed it ->
          end(it.begun(), AvailabilityMessages.AssuranceDistributed::new);
      case AvailabilityEvents.ReconstructingBundle it ->
          recorder.record(new AvailabilityMessages.ReconstructingBundle(it.trivial()));
      case AvailabilityEvents.BundleReconstructed it ->
          recorder.record(new AvailabilityMessages.BundleReconstructed());

      case PreimageEvents.AnnouncedPreimageForgotten it ->
          recorder.record(
              new PreimageMessages.AnnouncedPreimageForgotten(
                  it.request().service(),
                  it.request().hash(),
                  it.request().length(),
                  it.reason().code()));
      case PreimageEvents.PreimageDiscarded it ->
          recorder.record(
              new PreimageMessages.PreimageDiscarded(
                  it.request().hash(), it.request().length(), it.reason().code()));
      default -> {} // an event of a later API
    }
  }

  /** Others will refer to this one. */
  private void begin(NodeEvent event, Message message) {
    ids.put(event, recorder.record(message));
  }

  private void end(NodeEvent begun, LongFunction<Message> message) {
    ids.of(begun).ifPresent(id -> recorder.record(message.apply(id)));
  }

  /** Only of packages that builders have submitted: JIP-3 wants that event named. */
  private void built(GuaranteeEvents.GuaranteeBuilt event) {
    submissions
        .of(event.guarantee().report().packageSpec().hash())
        .ifPresent(
            id ->
                begin(
                    event,
                    new GuaranteeingMessages.GuaranteeBuilt(
                        id, GuaranteeOutline.of(event.guarantee()))));
  }

  private void distributed(GuaranteeEvents.GuaranteeBuilt event) {
    submissions
        .of(event.guarantee().report().packageSpec().hash())
        .ifPresent(id -> recorder.record(new GuaranteeingMessages.GuaranteesDistributed(id)));
  }

  /** For tests: an event has begun a package's submission. */
  void submitted(Hash workPackage, long event) {
    submissions.add(workPackage, event);
  }

  /** Streams that are told of just now. */
  int openStreams() {
    return stories.size();
  }
}
