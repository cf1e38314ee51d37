/**
 * Finds peers where the operator says they are: the addresses in {@code
 * network_config.bootstrap_nodes}. Whether and when one is dialed is the peer manager's decision.
 */
package io.tessera.discovery.bootstrap;
