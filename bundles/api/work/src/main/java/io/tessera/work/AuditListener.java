package io.tessera.work;

/** Is told of announcements that are held; see {@link AuditPool#addListener}. Any thread. */
public interface AuditListener {

  /**
   * Another auditor has announced something. Must be quick.
   *
   * @param claim verified
   * @param auditor the auditor's index among the auditors of the block
   */
  default void announced(AuditAnnouncement.Claim claim, int auditor) {}

  /** This node's auditor has announced something, which is to be sent. Must be quick. */
  default void published(AuditPool.Own own) {}
}
