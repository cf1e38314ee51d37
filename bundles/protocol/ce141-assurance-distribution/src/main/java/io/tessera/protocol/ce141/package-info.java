/**
 * CE 141: an assurer tells all possible authors what it keeps (JAMNP-S, "CE 141: Assurance
 * distribution").
 */
package io.tessera.protocol.ce141;
