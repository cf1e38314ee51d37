/**
 * CE 135: a guarantor gives validators a report that enough guarantors have signed (JAMNP-S, "CE
 * 135: Work-report distribution").
 *
 * <pre>
 *  guarantor                                          validator
 *    | -- work-report ++ slot (4) ++ signatures -------> |   a number, then 2 + 64 bytes each
 *    | -- FIN -----------------------------------------> |
 *    | <----------------------------------------- FIN -- |
 * </pre>
 *
 * <p>It goes to all validators of the epoch, and in the last rotation of core assignments to those
 * of the next one as well, some two seconds after the second signature or at once with the third.
 * Who receives it keeps it for a block and tells nobody else.
 */
package io.tessera.protocol.ce135;
