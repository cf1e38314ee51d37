/**
 * CE 135: a guaranteed work-report goes to all validators (JAMNP-S, "CE 135: Work-report
 * distribution").
 */
package io.tessera.protocol.ce135;
