package io.tessera.lib.codec.state;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;

/**
 * A service's account without its storage, preimages and requests (Gray Paper, section "Service
 * Accounts"). Balance, gas and octets are unsigned 64-bit numbers, the rest is 32 bits.
 *
 * @param codeHash hash of its code
 * @param balance what it owns
 * @param minItemGas least gas for accumulating a work-item
 * @param minMemoGas least gas for receiving a transfer
 * @param octets bytes that it stores
 * @param freeOffset balance by which the required deposit is lowered
 * @param items things that it stores
 * @param created time slot of its creation
 * @param lastAccumulated time slot of its last accumulation
 * @param parent the service that created it
 */
public record ServiceAccount(
    Hash codeHash,
    long balance,
    long minItemGas,
    long minMemoGas,
    long octets,
    long freeOffset,
    long items,
    long created,
    long lastAccumulated,
    long parent) {

  /** The only version of the serialization. */
  private static final int VERSION = 0;

  /** A version byte, the hash, five numbers of eight bytes, four of four. */
  public static final Codec<ServiceAccount> CODEC =
      Codec.of("account", ServiceAccount::read, ServiceAccount::write);

  /** The same account, accumulated in a slot. */
  public ServiceAccount withLastAccumulated(long slot) {
    return new ServiceAccount(
        codeHash,
        balance,
        minItemGas,
        minMemoGas,
        octets,
        freeOffset,
        items,
        created,
        slot,
        parent);
  }

  private static ServiceAccount read(JamReader in) {
    int version = in.u8();
    if (version != VERSION) {
      throw in.failAt(in.offset() - 1, "version " + version + " of an account");
    }
    return new ServiceAccount(
        Hash.CODEC.decode(in),
        in.u64(),
        in.u64(),
        in.u64(),
        in.u64(),
        in.u64(),
        in.u32(),
        in.u32(),
        in.u32(),
        in.u32());
  }

  private static void write(ServiceAccount account, JamWriter out) {
    out.u8(VERSION);
    out.bytes(account.codeHash);
    out.u64(account.balance);
    out.u64(account.minItemGas);
    out.u64(account.minMemoGas);
    out.u64(account.octets);
    out.u64(account.freeOffset);
    out.u32(account.items);
    out.u32(account.created);
    out.u32(account.lastAccumulated);
    out.u32(account.parent);
  }
}
