package io.tessera.chain;

/**
 * Says which blocks count as audited (Gray Paper, section "Auditing"): only such a block may be the
 * best. By default all do, and status says so; an auditor registers another one with a higher
 * {@code service.ranking}. Called on the import thread; must be quick.
 */
public interface AuditRule {
  /** Takes every block for audited. */
  AuditRule ASSUMED =
      new AuditRule() {
        @Override
        public String description() {
          return "assumed";
        }

        @Override
        public boolean isAudited(BlockRef block) {
          return true;
        }
      };

  /** For status lines. */
  String description();

  /** Whether the block is audited. */
  boolean isAudited(BlockRef block);
}
