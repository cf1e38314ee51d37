package io.tessera.core.execution;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.state.PreimageStatus;
import io.tessera.lib.codec.state.ServiceAccount;
import io.tessera.lib.codec.state.ServiceActivity;
import io.tessera.lib.codec.state.StateComponent;

/** The part of an accumulation vector's state that only running services could change. */
final class AccumulateVector {
  private AccumulateVector() {}

  /** Goes past privileges, statistics and accounts. */
  static void skipServices(JamReader in) {
    StateComponent.PRIVILEGES.codec(ProtocolParameters.TINY).decode(in);
    ServiceActivity.LIST_CODEC.decode(in);
    int accounts = in.count(1);
    for (int i = 0; i < accounts; i++) {
      in.u32();
      ServiceAccount.CODEC.decode(in);
      int items = in.count(1);
      for (int j = 0; j < items; j++) {
        in.blob();
        in.blob();
      }
      int blobs = in.count(1);
      for (int j = 0; j < blobs; j++) {
        in.skip(Hash.SIZE);
        in.blob();
      }
      int requests = in.count(1);
      for (int j = 0; j < requests; j++) {
        in.skip(Hash.SIZE + 4);
        PreimageStatus.CODEC.decode(in);
      }
    }
  }
}
