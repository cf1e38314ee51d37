/**
 * Finds peers where the operator and the chain's specification say they are: the addresses in
 * {@code network_config.bootstrap_nodes} and {@code bootnodes}. Whether and when one is dialed is
 * the peer manager's decision; this plugin decides when it may be at all: while peers are few, and
 * not while there are enough others.
 */
package io.tessera.discovery.bootstrap;
