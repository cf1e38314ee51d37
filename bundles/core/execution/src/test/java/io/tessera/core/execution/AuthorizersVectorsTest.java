package io.tessera.core.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.state.StateComponent;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuthorizersVectorsTest {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;

  private static final Codec<List<AuthorizersTransition.Used>> USED =
      Codec.list(
          "auths",
          Codec.of(
              "auth",
              in -> new AuthorizersTransition.Used(in.u16(), Hash.CODEC.decode(in)),
              (auth, out) -> {
                throw new UnsupportedOperationException();
              }),
          34);

  @Test
  void vectors() {
    for (Path file : Vectors.transition("authorizations", 3)) {
      JamReader in = new JamReader(Vectors.read(file));
      long slot = in.u32();
      List<AuthorizersTransition.Used> used = USED.decode(in);
      List<List<Hash>> pools = StateComponent.AUTHORIZER_POOLS.codec(TINY).decode(in);
      List<List<Hash>> queues = StateComponent.AUTHORIZER_QUEUES.codec(TINY).decode(in);
      List<List<Hash>> posteriorPools = StateComponent.AUTHORIZER_POOLS.codec(TINY).decode(in);
      assertEquals(queues, StateComponent.AUTHORIZER_QUEUES.codec(TINY).decode(in));
      in.expectEnd();
      assertEquals(
          posteriorPools,
          AuthorizersTransition.apply(TINY, pools, queues, slot, used),
          file.toString());
    }
  }
}
