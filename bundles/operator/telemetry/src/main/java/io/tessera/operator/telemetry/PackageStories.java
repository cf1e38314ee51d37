package io.tessera.operator.telemetry;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.WorkPackage;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.net.Fault;
import io.tessera.net.PeerStream;
import io.tessera.net.event.StreamFact;
import io.tessera.work.event.PackageEvents.DuplicatePackage;
import io.tessera.work.event.PackageEvents.ExtrinsicDataReceived;
import io.tessera.work.event.PackageEvents.ImportsReceived;
import io.tessera.work.event.PackageEvents.PackageReceived;
import io.tessera.work.event.PackageEvents.PackageShared;
import io.tessera.work.event.PackageEvents.SignatureReceived;
import java.util.Optional;
import java.util.OptionalLong;

/** Streams that bring work-packages: to a guarantor, and from one to another. */
final class PackageStories {
  private PackageStories() {}

  private static Hash hash(WorkPackage workPackage) {
    return Blake2b.hash(WorkPackage.CODEC.encode(workPackage));
  }

  /** CE 133, 134 and 146, at the guarantor that gets the package. */
  static final class Coming implements Story {
    private final Recorder recorder;
    private final Submissions submissions;
    private final boolean shared;
    private final long begun;
    private boolean duplicate;
    private boolean answered;

    /** A builder's. */
    static Coming submitted(
        Recorder recorder, Submissions submissions, PeerStream stream, boolean bundle) {
      Message event = new GuaranteeingMessages.WorkPackageSubmission(stream.peer().id(), bundle);
      return new Coming(recorder, submissions, false, event);
    }

    /** Another guarantor's. */
    static Coming shared(Recorder recorder, Submissions submissions, PeerStream stream) {
      Message event = new GuaranteeingMessages.WorkPackageBeingShared(stream.peer().id());
      return new Coming(recorder, submissions, true, event);
    }

    private Coming(Recorder recorder, Submissions submissions, boolean shared, Message event) {
      this.recorder = recorder;
      this.submissions = submissions;
      this.shared = shared;
      begun = recorder.record(event);
    }

    @Override
    public void told(StreamFact fact) {
      if (duplicate) {
        return; // JIP-3: nothing but the end of one that was shared
      }
      switch (fact) {
        case DuplicatePackage it -> {
          duplicate = true;
          recorder.record(
              new GuaranteeingMessages.DuplicateWorkPackage(
                  begun, it.core(), hash(it.workPackage())));
        }
        case PackageReceived it -> {
          WorkPackageOutline outline = WorkPackageOutline.of(it.workPackage());
          if (!shared) {
            submissions.add(outline.hash(), begun);
          }
          recorder.record(new GuaranteeingMessages.WorkPackageReceived(begun, it.core(), outline));
        }
        case ExtrinsicDataReceived it ->
            recorder.record(new GuaranteeingMessages.ExtrinsicDataReceived(begun));
        case ImportsReceived it -> recorder.record(new GuaranteeingMessages.ImportsReceived(begun));
        default -> {}
      }
    }

    @Override
    public void sent() {
      if (shared) {
        answered = true;
        recorder.record(new GuaranteeingMessages.WorkReportSignatureSent(begun));
      }
    }

    @Override
    public void ended(Optional<Fault> fault, String reason) {
      if (fault.isPresent() && !answered && (shared || !duplicate)) {
        recorder.record(new GuaranteeingMessages.WorkPackageFailed(begun, reason));
      }
    }
  }

  /** CE 134, at the guarantor that shares a package which a builder has submitted to it. */
  static final class Going implements Story {
    private final Recorder recorder;
    private final Submissions submissions;
    private final PeerId peer;
    private OptionalLong submission = OptionalLong.empty();
    private boolean signed;

    Going(Recorder recorder, Submissions submissions, PeerStream stream) {
      this.recorder = recorder;
      this.submissions = submissions;
      peer = stream.peer().id();
    }

    @Override
    public void told(StreamFact fact) {
      if (fact instanceof PackageShared it) {
        submission = submissions.of(hash(it.workPackage()));
        submission.ifPresent(
            id -> recorder.record(new GuaranteeingMessages.SharingWorkPackage(id, peer)));
      } else if (fact instanceof SignatureReceived) {
        signed = true;
        submission.ifPresent(
            id -> recorder.record(new GuaranteeingMessages.WorkReportSignatureReceived(id, peer)));
      }
    }

    @Override
    public void sent() {
      submission.ifPresent(id -> recorder.record(new GuaranteeingMessages.BundleSent(id, peer)));
    }

    @Override
    public void ended(Optional<Fault> fault, String reason) {
      if (!signed) {
        String why = fault.isPresent() ? reason : "the answer is no signature of the guarantor's";
        submission.ifPresent(
            id ->
                recorder.record(new GuaranteeingMessages.WorkPackageSharingFailed(id, peer, why)));
      }
    }
  }
}
