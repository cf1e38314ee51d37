package io.tessera.operator.rpc;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The arguments of a request, by position; whoever gets a wrong one is told which. */
final class Params {
  private static final long MAX_U32 = 0xffff_ffffL;

  private final List<String> names;
  private final List<?> values;

  private Params(List<String> names, List<?> values) {
    this.names = names;
    this.values = values;
  }

  /**
   * Checks that there are as many as are due.
   *
   * @param names what JIP-2 calls them
   * @param params the request's member: a list, or null when it has none
   */
  static Params of(List<String> names, Object params) throws RpcException {
    if (params instanceof Map<?, ?>) {
      throw RpcException.params(
          "Invalid params: arguments go by position; give an array" + expected(names));
    }
    List<?> values = params == null ? List.of() : (List<?>) params;
    if (values.size() != names.size()) {
      throw RpcException.params(
          "Invalid params: " + values.size() + " arguments; give an array" + expected(names));
    }
    return new Params(names, values);
  }

  private static String expected(List<String> names) {
    return " of " + names.size() + (names.isEmpty() ? "" : ": " + String.join(", ", names));
  }

  /** A Hash: 32 bytes. */
  Hash hash(int index) throws RpcException {
    Bytes bytes = base64(index, values.get(index));
    if (bytes.size() != Hash.SIZE) {
      throw wrong(index, bytes.size() + " bytes", "a hash: 32 bytes in padded Base64");
    }
    return Hash.wrap(bytes.toByteArray());
  }

  /** A Blob. */
  Bytes blob(int index) throws RpcException {
    return base64(index, values.get(index));
  }

  /** A Number from 0 to 2^32 - 1: a service, a slot, a length. */
  long u32(int index) throws RpcException {
    return u32(index, values.get(index), MAX_U32);
  }

  /** A Number from 0 on, below a bound. */
  int below(int index, int bound) throws RpcException {
    return (int) u32(index, values.get(index), bound - 1L);
  }

  /** True or false. */
  boolean bool(int index) throws RpcException {
    if (values.get(index) instanceof Boolean value) {
      return value;
    }
    throw wrong(index, shown(values.get(index)), "true or false");
  }

  /** An Array of Blobs. */
  List<Bytes> blobs(int index, int most) throws RpcException {
    List<Bytes> blobs = new ArrayList<>();
    for (Object value : list(index, most)) {
      blobs.add(base64(index, value));
    }
    return blobs;
  }

  /** An Array of Numbers from 0 on, below a bound each. */
  List<Integer> indices(int index, int most, int bound) throws RpcException {
    List<Integer> numbers = new ArrayList<>();
    for (Object value : list(index, most)) {
      numbers.add((int) u32(index, value, bound - 1L));
    }
    return numbers;
  }

  /** Says that an argument is not what it should be. */
  RpcException wrong(int index, String found, String due) {
    return RpcException.params(
        "Invalid params: argument "
            + (index + 1)
            + ", "
            + names.get(index)
            + ", is "
            + found
            + "; give "
            + due);
  }

  private List<?> list(int index, int most) throws RpcException {
    if (values.get(index) instanceof List<?> list && list.size() <= most) {
      return list;
    }
    throw wrong(index, shown(values.get(index)), "an array of at most " + most);
  }

  private long u32(int index, Object value, long most) throws RpcException {
    if (value instanceof Integer || value instanceof Long) {
      long number = ((Number) value).longValue();
      if (number >= 0 && number <= most) {
        return number;
      }
    }
    throw wrong(index, shown(value), "a whole number from 0 to " + most);
  }

  /** Java's decoder takes text without padding; RFC 4648 does not. */
  private Bytes base64(int index, Object value) throws RpcException {
    if (value instanceof String text && text.length() % 4 == 0) {
      try {
        return Bytes.wrap(Base64.getDecoder().decode(text));
      } catch (IllegalArgumentException e) {
        throw wrong(index, e.getMessage(), "padded Base64");
      }
    }
    throw wrong(index, shown(value), "padded Base64");
  }

  /** What a client sent, short enough to send it back. */
  private static String shown(Object value) {
    return switch (value) {
      case null -> "null";
      case String text -> "a string of " + text.length() + " characters";
      case List<?> list -> "an array of " + list.size();
      case Map<?, ?> map -> "an object";
      case Number number -> "the number " + number;
      default -> value.toString();
    };
  }
}
