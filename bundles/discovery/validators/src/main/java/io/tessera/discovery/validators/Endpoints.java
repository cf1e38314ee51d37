package io.tessera.discovery.validators;

import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.state.ValidatorData;
import io.tessera.net.Endpoint;
import io.tessera.net.PeerAddress;
import java.util.LinkedHashSet;
import java.util.Set;

/** Where validators are (JAMNP-S, "Required connectivity"). */
final class Endpoints {
  private Endpoints() {}

  /**
   * The addresses of all validators that can be dialed. Not all can: one that was found to have
   * misbehaved has neither key nor address, and some may not have said where they are.
   *
   * @param privateToo whether addresses that mean something on their own network only are used
   */
  static Set<PeerAddress> of(ValidatorSets sets, boolean privateToo) {
    Set<PeerAddress> addresses = new LinkedHashSet<>();
    sets.all()
        .filter(validator -> !validator.ed25519().equals(ValidatorData.NULL.ed25519()))
        .forEach(
            validator -> {
              Endpoint endpoint = endpoint(validator);
              if (privateToo || !endpoint.isPrivate()) {
                endpoint.dial(new PeerId(validator.ed25519())).ifPresent(addresses::add);
              }
            });
    return addresses;
  }

  private static Endpoint endpoint(ValidatorData validator) {
    return Endpoint.CODEC.decode(new JamReader(validator.metadata().toByteArray()));
  }
}
