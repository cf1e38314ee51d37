package io.tessera.operator.telemetry;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;

/** JIP-3, section "Guaranteeing events". */
final class GuaranteeingMessages {
  private GuaranteeingMessages() {}

  /** A builder begins to submit. */
  record WorkPackageSubmission(PeerId builder, boolean bundle) implements Message {
    @Override
    public int type() {
      return 90;
    }

    @Override
    public void write(Fields out) {
      out.peer(builder).bool(bundle);
    }
  }

  /** Another guarantor begins to share. */
  record WorkPackageBeingShared(PeerId primary) implements Message {
    @Override
    public int type() {
      return 91;
    }

    @Override
    public void write(Fields out) {
      out.peer(primary);
    }
  }

  /** Nothing comes of it. */
  record WorkPackageFailed(long begun, String reason) implements Message {
    @Override
    public int type() {
      return 92;
    }

    @Override
    public void write(Fields out) {
      out.id(begun).reason(reason);
    }
  }

  /** It is here already. */
  record DuplicateWorkPackage(long begun, int core, Hash workPackage) implements Message {
    @Override
    public int type() {
      return 93;
    }

    @Override
    public void write(Fields out) {
      out.id(begun).u16(core).hash(workPackage);
    }
  }

  /** The package itself has come. */
  record WorkPackageReceived(long begun, int core, WorkPackageOutline outline) implements Message {
    @Override
    public int type() {
      return 94;
    }

    @Override
    public void write(Fields out) {
      out.id(begun).u16(core);
      outline.write(out);
    }
  }

  /** So has its data. */
  record ExtrinsicDataReceived(long begun) implements Message {
    @Override
    public int type() {
      return 96;
    }

    @Override
    public void write(Fields out) {
      out.id(begun);
    }
  }

  /** So have its imports. */
  record ImportsReceived(long begun) implements Message {
    @Override
    public int type() {
      return 97;
    }

    @Override
    public void write(Fields out) {
      out.id(begun);
    }
  }

  /** This node begins to share. */
  record SharingWorkPackage(long submission, PeerId secondary) implements Message {
    @Override
    public int type() {
      return 98;
    }

    @Override
    public void write(Fields out) {
      out.id(submission).peer(secondary);
    }
  }

  /** No good signature comes back. */
  record WorkPackageSharingFailed(long submission, PeerId secondary, String reason)
      implements Message {
    @Override
    public int type() {
      return 99;
    }

    @Override
    public void write(Fields out) {
      out.id(submission).peer(secondary).reason(reason);
    }
  }

  /** The bundle is sent. */
  record BundleSent(long submission, PeerId secondary) implements Message {
    @Override
    public int type() {
      return 100;
    }

    @Override
    public void write(Fields out) {
      out.id(submission).peer(secondary);
    }
  }

  /** This node has signed for another. */
  record WorkReportSignatureSent(long shared) implements Message {
    @Override
    public int type() {
      return 103;
    }

    @Override
    public void write(Fields out) {
      out.id(shared);
    }
  }

  /** Another has signed for this node. */
  record WorkReportSignatureReceived(long submission, PeerId secondary) implements Message {
    @Override
    public int type() {
      return 104;
    }

    @Override
    public void write(Fields out) {
      out.id(submission).peer(secondary);
    }
  }

  /** There are signatures enough. */
  record GuaranteeBuilt(long submission, GuaranteeOutline outline) implements Message {
    @Override
    public int type() {
      return 105;
    }

    @Override
    public void write(Fields out) {
      out.id(submission);
      outline.write(out);
    }
  }

  /** A validator is to get it. */
  record SendingGuarantee(long built, PeerId recipient) implements Message {
    @Override
    public int type() {
      return 106;
    }

    @Override
    public void write(Fields out) {
      out.id(built).peer(recipient);
    }
  }

  /** It does not. */
  record GuaranteeSendFailed(long begun, String reason) implements Message {
    @Override
    public int type() {
      return 107;
    }

    @Override
    public void write(Fields out) {
      out.id(begun).reason(reason);
    }
  }

  /** It does. */
  record GuaranteeSent(long begun) implements Message {
    @Override
    public int type() {
      return 108;
    }

    @Override
    public void write(Fields out) {
      out.id(begun);
    }
  }

  /** All have been tried. */
  record GuaranteesDistributed(long submission) implements Message {
    @Override
    public int type() {
      return 109;
    }

    @Override
    public void write(Fields out) {
      out.id(submission);
    }
  }

  /** A guarantor begins to send one. */
  record ReceivingGuarantee(PeerId sender) implements Message {
    @Override
    public int type() {
      return 110;
    }

    @Override
    public void write(Fields out) {
      out.peer(sender);
    }
  }

  /** It does not arrive. */
  record GuaranteeReceiveFailed(long begun, String reason) implements Message {
    @Override
    public int type() {
      return 111;
    }

    @Override
    public void write(Fields out) {
      out.id(begun).reason(reason);
    }
  }

  /** It does. */
  record GuaranteeReceived(long begun, GuaranteeOutline outline) implements Message {
    @Override
    public int type() {
      return 112;
    }

    @Override
    public void write(Fields out) {
      out.id(begun);
      outline.write(out);
    }
  }

  /** The pool lets it go. */
  record GuaranteeDiscarded(GuaranteeOutline outline, int reason) implements Message {
    @Override
    public int type() {
      return 113;
    }

    @Override
    public void write(Fields out) {
      outline.write(out);
      out.u8(reason);
    }
  }
}
