/**
 * Finds peers of the chain on the local network by DNS-SD (RFC 6763) over multicast DNS (RFC 6762):
 * service type {@code _jamnp-s._udp.local.}, the port that of the QUIC endpoint, and two keys in
 * the TXT record:
 *
 * <pre>
 * peer=&lt;the alternative name, 53 characters&gt;
 * chain=&lt;the first 8 nibbles of the genesis hash, as in JAMNP-S's ALPN identifier&gt;
 * </pre>
 *
 * <p>Anybody on the network may announce anything: a key is believed when the peer proves it in
 * TLS.
 */
package io.tessera.discovery.mdns;
