/**
 * CE 131 and CE 132: Safrole tickets go from their maker to a proxy, and from it to all validators
 * (JAMNP-S, "CE 131/132: Safrole ticket distribution").
 */
package io.tessera.protocol.ce131;
