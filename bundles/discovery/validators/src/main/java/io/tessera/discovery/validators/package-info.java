/**
 * Finds validators where they say in the state that they are: the first 18 bytes of a validator's
 * metadata are its address (JAMNP-S, "Required connectivity"). The previous, the current and the
 * next set of the latest finalized block's state count. A node that does not know the whole state
 * asks its peers for the three values, and takes those that are proved against the state root that
 * the next block's header has.
 */
package io.tessera.discovery.validators;
