/** JIP-2 RPC. */
package io.tessera.operator.rpc;
