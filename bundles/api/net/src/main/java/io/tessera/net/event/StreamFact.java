package io.tessera.net.event;

/**
 * What a stream is about, as its protocol tells it with {@link
 * io.tessera.net.PeerStream#tell(StreamFact)}: a record, such as the request that was read.
 */
public interface StreamFact {}
