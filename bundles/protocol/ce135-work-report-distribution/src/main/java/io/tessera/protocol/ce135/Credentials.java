package io.tessera.protocol.ce135;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.block.ValidatorSignature;
import io.tessera.lib.codec.block.WorkReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects the signatures of reports until they suffice. Safe from any thread. */
final class Credentials {
  /** A core has three guarantors. */
  private static final int ALL = 3;

  private static final int ENOUGH = 2;

  /** Reports that are remembered: a guarantor signs one or two in a slot. */
  private static final int MOST = 64;

  private final Map<Key, Credential> credentials =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Credential> eldest) {
          return size() > MOST;
        }
      };

  private record Key(Hash report, long slot) {}

  private static final class Credential {
    private final Guarantee unsigned;
    private final Map<Integer, ValidatorSignature> signatures = new TreeMap<>();
    private boolean taken;

    private Credential(Guarantee unsigned) {
      this.unsigned = unsigned;
    }
  }

  /** What to do after a signature. */
  enum Next {
    /** Nothing. */
    NOTHING,
    /** Wait some time for the last guarantor. */
    WAIT,
    /** Take the guarantee: nothing more is to come. */
    TAKE
  }

  /** Adds a signature. */
  synchronized Next add(Hash hash, WorkReport report, long slot, ValidatorSignature signature) {
    Credential credential =
        credentials.computeIfAbsent(
            new Key(hash, slot), key -> new Credential(new Guarantee(report, slot, List.of())));
    int before = credential.signatures.size();
    credential.signatures.putIfAbsent(signature.validatorIndex(), signature);
    int now = credential.signatures.size();
    if (credential.taken || now == before || now < ENOUGH) {
      return Next.NOTHING;
    }
    return now < ALL ? Next.WAIT : Next.TAKE;
  }

  /** The guarantee with the signatures that there are; nothing when it was taken before. */
  synchronized List<Guarantee> take(Hash hash, long slot) {
    Credential credential = credentials.get(new Key(hash, slot));
    if (credential == null || credential.taken) {
      return List.of();
    }
    credential.taken = true;
    return List.of(
        new Guarantee(
            credential.unsigned.report(), slot, List.copyOf(credential.signatures.values())));
  }
}
