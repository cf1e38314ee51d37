package io.tessera.lib.authoring;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.block.Preimage;
import io.tessera.lib.codec.state.PreimageStatus;
import io.tessera.lib.codec.state.ServiceAccount;
import io.tessera.lib.codec.state.StateKeys;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.crypto.ServiceKeys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The one service of a development chain: it waits for preimages, so that blocks have something to
 * carry, and stores as much as a test wants. It has no code. The balance is without end.
 *
 * @param requests how many preimages it waits for
 * @param preimageSize octets of each of them, at least 8
 * @param storageEntries how many entries it stores
 * @param storageValueSize octets of each entry's value
 */
public record DevService(int requests, int preimageSize, int storageEntries, int storageValueSize) {
  /** The service's index. */
  public static final long INDEX = 0;

  /** Sixteen requests of 128 octets, and nothing stored. */
  public static final DevService SMALL = new DevService(16, 128, 0, 32);

  /**
   * Octets that a storage entry counts besides key and value (Gray Paper, section "Account
   * Footprint").
   */
  private static final int STORAGE_OVERHEAD = 34;

  /** Octets that a request counts besides the preimage. */
  private static final int REQUEST_OVERHEAD = 81;

  private static final int ITEMS_PER_REQUEST = 2;
  private static final int NAME_SIZE = Long.BYTES;
  private static final long ENDLESS = -1;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException when one is negative, or preimages are too short to differ
   */
  public DevService {
    if (requests < 0 || storageEntries < 0 || storageValueSize < 0 || preimageSize < NAME_SIZE) {
      throw new IllegalArgumentException(
          "%d requests of %d octets, %d entries of %d octets"
              .formatted(requests, preimageSize, storageEntries, storageValueSize));
    }
  }

  /** The same service with so many storage entries. */
  public DevService withStorage(int entries) {
    return new DevService(requests, preimageSize, entries, storageValueSize);
  }

  /**
   * A preimage that it waits for in the genesis state.
   *
   * @param number 0 to {@code requests - 1}
   */
  public Preimage preimage(int number) {
    return new Preimage(INDEX, blob("preimage", number, preimageSize));
  }

  /** What stands of it in the genesis state, in no order. */
  List<KeyValue> items() {
    List<KeyValue> items = new ArrayList<>(1 + requests + storageEntries);
    items.add(new KeyValue(StateKeys.account(INDEX), Bytes.wrap(encodedAccount())));
    Bytes requested = Bytes.wrap(PreimageStatus.CODEC.encode(PreimageStatus.REQUESTED));
    for (int i = 0; i < requests; i++) {
      Hash hash = Blake2b.hash(preimage(i).blob());
      items.add(new KeyValue(ServiceKeys.request(INDEX, hash, preimageSize), requested));
    }
    for (int i = 0; i < storageEntries; i++) {
      items.add(
          new KeyValue(ServiceKeys.storage(INDEX, name(i)), blob("storage", i, storageValueSize)));
    }
    return items;
  }

  private byte[] encodedAccount() {
    long octets =
        (long) requests * (REQUEST_OVERHEAD + preimageSize)
            + (long) storageEntries * (STORAGE_OVERHEAD + NAME_SIZE + storageValueSize);
    long count = (long) requests * ITEMS_PER_REQUEST + storageEntries;
    return ServiceAccount.CODEC.encode(
        new ServiceAccount(Hash.ZERO, ENDLESS, 10, 10, octets, ENDLESS, count, 0, 0, INDEX));
  }

  private static Bytes name(int number) {
    JamWriter name = new JamWriter(NAME_SIZE);
    name.u64(number);
    return Bytes.wrap(name.toByteArray());
  }

  /** Octets that look random and are the same each time: hashes of what it is and a counter. */
  private static Bytes blob(String what, int number, int size) {
    JamWriter out = new JamWriter(size + Hash.SIZE);
    for (int part = 0; out.size() < size; part++) {
      JamWriter seed = new JamWriter();
      seed.bytes(what.getBytes(StandardCharsets.US_ASCII));
      seed.u32(number);
      seed.u32(part);
      out.bytes(Blake2b.hash(seed.toByteArray()));
    }
    return Bytes.wrap(Arrays.copyOf(out.toByteArray(), size));
  }
}
