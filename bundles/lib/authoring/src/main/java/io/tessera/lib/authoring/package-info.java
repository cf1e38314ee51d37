/**
 * Making blocks: who may seal in which slot, headers with their markers and signatures, tickets;
 * and the genesis of development chains, whose validators' secrets everybody knows. Pure
 * computation over immutable values, for any platform thread (Gray Paper, section "Block Production
 * and Chain Growth").
 *
 * <p>Whoever makes a block reads {@link io.tessera.lib.authoring.AuthoringState} from the state
 * after its parent, looks from there at a slot ({@link io.tessera.lib.authoring.SlotView}), asks
 * {@link io.tessera.lib.authoring.Sealer} whether one of its keys has the slot, and lets it seal.
 *
 * <p>Who guarantees reports for which core, {@link io.tessera.lib.authoring.GuarantorState} tells;
 * what a work-package may have, {@link io.tessera.lib.authoring.WorkPackageRules}, and whether its
 * data is what it names, {@link io.tessera.lib.authoring.ImportRules}.
 */
@Export
@Version("1.0.0")
package io.tessera.lib.authoring;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
