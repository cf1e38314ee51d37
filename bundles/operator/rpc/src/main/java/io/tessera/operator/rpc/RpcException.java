package io.tessera.operator.rpc;

import io.tessera.lib.codec.Hash;
import java.util.Optional;

/**
 * What a request is answered with instead of a result: codes of JSON-RPC 2.0 ("Error object") and
 * of JIP-2 ("Error codes"), no others.
 */
final class RpcException extends Exception {
  static final int PARSE_ERROR = -32700;
  static final int INVALID_REQUEST = -32600;
  static final int METHOD_NOT_FOUND = -32601;
  static final int INVALID_PARAMS = -32602;
  static final int INTERNAL_ERROR = -32603;
  static final int OTHER = 0;
  static final int BLOCK_UNAVAILABLE = 1;
  static final int REPORT_UNAVAILABLE = 2;
  static final int SEGMENT_UNAVAILABLE = 3;

  private static final long serialVersionUID = 1L;

  private final int code;
  private final String data;

  private RpcException(int code, String line, String data) {
    super(line, null, false, false);
    this.code = code;
    this.data = data;
  }

  /** An error of JSON-RPC itself, without data. */
  static RpcException of(int code, String line) {
    return new RpcException(code, line, null);
  }

  /** The arguments are wrong: the line names the one. */
  static RpcException params(String line) {
    return of(INVALID_PARAMS, line);
  }

  /** There is no answer now, for a reason that JIP-2 has no code for. */
  static RpcException other(String line) {
    return of(OTHER, line);
  }

  /** A block, or its state, is not here. */
  static RpcException block(Hash block, String line) {
    return new RpcException(BLOCK_UNAVAILABLE, line, Values.base64(block));
  }

  /** A work-report is not here. */
  static RpcException report(Hash report, String line) {
    return new RpcException(REPORT_UNAVAILABLE, line, Values.base64(report));
  }

  /** Segments cannot be had. */
  static RpcException segment(String line) {
    return of(SEGMENT_UNAVAILABLE, line);
  }

  int code() {
    return code;
  }

  /** The error object's member {@code data}. */
  Optional<String> data() {
    return Optional.ofNullable(data);
  }
}
