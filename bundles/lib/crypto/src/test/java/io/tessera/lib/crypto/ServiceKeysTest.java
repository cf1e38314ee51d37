package io.tessera.lib.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.state.PreimageStatus;
import io.tessera.lib.codec.state.ServiceAccount;
import io.tessera.lib.codec.state.StateKeys;
import io.tessera.lib.codec.trace.TraceGenesis;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceKeysTest {

  /** The genesis service's code is a preimage, and was requested: its hash is in the account. */
  @Test
  void codeOfTheGenesisServiceStandsWhereTheKeysSay() {
    byte[] file = Vectors.read(Vectors.ROOT.resolve("traces/preimages_light/genesis.bin"));
    Map<StateKey, Bytes> state = new HashMap<>();
    TraceGenesis.codec(ProtocolParameters.TINY)
        .decode(file)
        .state()
        .keyvals()
        .forEach(item -> state.put(item.key(), item.value()));
    ServiceAccount account =
        ServiceAccount.CODEC.decode(state.get(StateKeys.account(0)).toByteArray());
    Bytes code = state.get(ServiceKeys.preimage(0, account.codeHash()));
    assertEquals(account.codeHash(), Blake2b.hash(code));
    Bytes status = state.get(ServiceKeys.request(0, account.codeHash(), code.size()));
    assertNotNull(status);
    assertEquals(1, PreimageStatus.CODEC.decode(status.toByteArray()).slots().size());
  }

  @Test
  void storageKeyIsHashedBehindItsMark() {
    Hash hash = Blake2b.hash(Bytes.fromHex("ffffffff" + "0a0b").toByteArray());
    assertEquals(StateKeys.item(7, hash), ServiceKeys.storage(7, Bytes.fromHex("0a0b")));
  }
}
