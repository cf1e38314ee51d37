package io.tessera.operator.telemetry;

import io.tessera.chain.PreimagePool;
import io.tessera.chain.event.BlockEvents.BlockAnnounced;
import io.tessera.chain.event.PreimageEvents.PreimageAnnounced;
import io.tessera.chain.event.TicketEvents.TicketTransferred;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Fault;
import io.tessera.net.PeerStream;
import io.tessera.net.event.Side;
import io.tessera.net.event.StreamFact;
import io.tessera.work.event.AvailabilityEvents.AssuranceReceived;
import io.tessera.work.event.AvailabilityEvents.AssuranceSending;
import io.tessera.work.event.GuaranteeEvents.GuaranteeReceived;
import io.tessera.work.event.GuaranteeEvents.GuaranteeSending;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Streams that bring something: a block's announcement, a ticket, a guarantee, an assurance, word
 * of a preimage. What comes in is told of when it has been read, before it is checked; what goes
 * out, when the peer has confirmed it.
 */
final class DistributionStories {
  private DistributionStories() {}

  /** UP 0. */
  static final class Announcements implements Story {
    private final Recorder recorder;
    private final PeerId peer;

    Announcements(Recorder recorder, PeerStream stream) {
      this.recorder = recorder;
      peer = stream.peer().id();
      recorder.record(
          new BlockMessages.BlockAnnouncementStreamOpened(peer, Side.local(stream.initiator())));
    }

    @Override
    public void told(StreamFact fact) {
      if (fact instanceof BlockAnnounced it) {
        recorder.record(
            new BlockMessages.BlockAnnounced(
                peer, it.announcer(), it.block().slot(), it.block().hash()));
      }
    }

    /** The end of a connection is told as such. */
    @Override
    public void ended(Optional<Fault> fault, String reason) {
      fault
          .filter(it -> it != Fault.DISCONNECTED)
          .ifPresent(
              it ->
                  recorder.record(
                      new BlockMessages.BlockAnnouncementStreamClosed(
                          peer, Side.of(it).orElse(Side.LOCAL), reason)));
    }
  }

  /** CE 131 and 132. */
  static final class Ticket implements Story {
    private final Recorder recorder;
    private final PeerId peer;
    private final Side sender;
    private final boolean fromProxy;
    private TicketTransferred ticket;

    Ticket(Recorder recorder, PeerStream stream, boolean fromProxy) {
      this.recorder = recorder;
      this.fromProxy = fromProxy;
      peer = stream.peer().id();
      sender = Side.local(stream.initiator());
    }

    @Override
    public void told(StreamFact fact) {
      if (fact instanceof TicketTransferred it) {
        ticket = it;
        if (sender == Side.REMOTE) {
          transferred();
        }
      }
    }

    private void transferred() {
      recorder.record(
          new TicketMessages.TicketTransferred(
              peer, sender, fromProxy, ticket.epoch(), ticket.attempt(), ticket.id()));
    }

    @Override
    public void ended(Optional<Fault> fault, String reason) {
      if (sender == Side.LOCAL && fault.isEmpty() && ticket != null) {
        transferred();
      } else if (fault.isPresent() && (sender == Side.LOCAL || ticket == null)) {
        recorder.record(new TicketMessages.TicketTransferFailed(peer, sender, fromProxy, reason));
      }
    }
  }

  /** CE 135, a peer's guarantee. */
  static final class GuaranteeComing implements Story {
    private final Recorder recorder;
    private final long begun;
    private boolean received;

    GuaranteeComing(Recorder recorder, PeerStream stream) {
      this.recorder = recorder;
      begun = recorder.record(new GuaranteeingMessages.ReceivingGuarantee(stream.peer().id()));
    }

    @Override
    public void told(StreamFact fact) {
      if (fact instanceof GuaranteeReceived it) {
        received = true;
        recorder.record(
            new GuaranteeingMessages.GuaranteeReceived(begun, GuaranteeOutline.of(it.guarantee())));
      }
    }

    @Override
    public void ended(Optional<Fault> fault, String reason) {
      if (fault.isPresent() && !received) {
        recorder.record(new GuaranteeingMessages.GuaranteeReceiveFailed(begun, reason));
      }
    }
  }

  /** CE 135, this node's guarantee. */
  static final class GuaranteeGoing implements Story {
    private final Recorder recorder;
    private final EventIds ids;
    private final PeerId peer;
    private OptionalLong begun = OptionalLong.empty();

    GuaranteeGoing(Recorder recorder, EventIds ids, PeerStream stream) {
      this.recorder = recorder;
      this.ids = ids;
      peer = stream.peer().id();
    }

    @Override
    public void told(StreamFact fact) {
      if (fact instanceof GuaranteeSending it) {
        ids.of(it.built())
            .ifPresent(
                built ->
                    begun =
                        OptionalLong.of(
                            recorder.record(
                                new GuaranteeingMessages.SendingGuarantee(built, peer))));
      }
    }

    @Override
    public void ended(Optional<Fault> fault, String reason) {
      begun.ifPresent(
          id ->
              recorder.record(
                  fault.isPresent()
                      ? new GuaranteeingMessages.GuaranteeSendFailed(id, reason)
                      : new GuaranteeingMessages.GuaranteeSent(id)));
    }
  }

  /** CE 141. */
  static final class Assurance implements Story {
    private final Recorder recorder;
    private final EventIds ids;
    private final PeerId peer;
    private final boolean sends;
    private OptionalLong begun = OptionalLong.empty();
    private boolean received;

    Assurance(Recorder recorder, EventIds ids, PeerStream stream) {
      this.recorder = recorder;
      this.ids = ids;
      peer = stream.peer().id();
      sends = stream.initiator();
    }

    @Override
    public void told(StreamFact fact) {
      if (fact instanceof AssuranceSending it) {
        begun = ids.of(it.begun());
      } else if (fact instanceof AssuranceReceived it) {
        received = true;
        recorder.record(new AvailabilityMessages.AssuranceReceived(peer, it.anchor()));
      }
    }

    @Override
    public void ended(Optional<Fault> fault, String reason) {
      begun.ifPresent(
          id ->
              recorder.record(
                  fault.isPresent()
                      ? new AvailabilityMessages.AssuranceSendFailed(id, peer, reason)
                      : new AvailabilityMessages.AssuranceSent(id, peer)));
      if (!sends && !received && fault.isPresent()) {
        recorder.record(new AvailabilityMessages.AssuranceReceiveFailed(peer, reason));
      }
    }
  }

  /** CE 142. */
  static final class PreimageWord implements Story {
    private final Recorder recorder;
    private final PeerId peer;
    private final Side announcer;
    private PreimagePool.Request request;

    PreimageWord(Recorder recorder, PeerStream stream) {
      this.recorder = recorder;
      peer = stream.peer().id();
      announcer = Side.local(stream.initiator());
    }

    @Override
    public void told(StreamFact fact) {
      if (fact instanceof PreimageAnnounced it) {
        request = it.request();
        if (announcer == Side.REMOTE) {
          announced();
        }
      }
    }

    private void announced() {
      recorder.record(
          new PreimageMessages.PreimageAnnounced(
              peer, announcer, request.service(), request.hash(), request.length()));
    }

    @Override
    public void ended(Optional<Fault> fault, String reason) {
      if (announcer == Side.LOCAL && fault.isEmpty() && request != null) {
        announced();
      } else if (fault.isPresent() && (announcer == Side.LOCAL || request == null)) {
        recorder.record(new PreimageMessages.PreimageAnnouncementFailed(peer, announcer, reason));
      }
    }
  }
}
