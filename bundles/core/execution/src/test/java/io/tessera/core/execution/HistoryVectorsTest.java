package io.tessera.core.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.state.RecentHistory;
import io.tessera.lib.codec.state.ReportedPackage;
import io.tessera.lib.codec.state.StateComponent;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryVectorsTest {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;

  @Test
  void vectors() {
    for (Path file : Vectors.transition("history", 4)) {
      JamReader in = new JamReader(Vectors.read(file));
      Hash header = Hash.CODEC.decode(in);
      Hash parentStateRoot = Hash.CODEC.decode(in);
      Hash outputsRoot = Hash.CODEC.decode(in);
      List<ReportedPackage> reported = Codec.list("packages", ReportedPackage.CODEC, 1).decode(in);
      Codec<RecentHistory> codec = StateComponent.RECENT_HISTORY.codec(TINY);
      RecentHistory prior = codec.decode(in);
      RecentHistory posterior = codec.decode(in);
      in.expectEnd();

      RecentHistory corrected = RecentHistoryTransition.withParentStateRoot(prior, parentStateRoot);
      RecentHistory actual =
          RecentHistoryTransition.append(TINY, corrected, outputsRoot, header, reported);
      assertEquals(posterior, actual, file.toString());
    }
  }
}
