package io.tessera.operator.shell;

import io.tessera.chain.PreimagePool;
import io.tessera.chain.TicketPool;
import io.tessera.work.AssurancePool;
import io.tessera.work.AuditPool;
import io.tessera.work.GuaranteePool;
import io.tessera.work.JudgmentPool;
import io.tessera.work.PackagePool;
import io.tessera.work.ReportPool;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** {@code tessera:pools}: how much this node holds of what awaits a block. */
@Component(
    service = PoolsCommand.class,
    property = {"osgi.command.scope=tessera", "osgi.command.function=pools"})
public final class PoolsCommand {
  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile TicketPool tickets;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile PreimagePool preimages;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile PackagePool packages;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile GuaranteePool guarantees;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile AssurancePool assurances;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile ReportPool reports;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile JudgmentPool judgments;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile AuditPool audits;

  private final Watch watch;

  /** Called by the component runtime. */
  @Activate
  public PoolsCommand(@Reference Watch watch) {
    this.watch = watch;
  }

  /** The command. */
  @Descriptor(
      "how many tickets, preimages, work-packages, guarantees, assurances, reports, judgments and"
          + " audit announcements this node holds. --json for one line of JSON, -w [SECONDS] to"
          + " watch. Example: pools")
  public String pools(CommandSession session, String... words)
      throws CommandException, IOException {
    Arguments arguments = Arguments.parse("pools", Watch.OPTIONS, words).none();
    return watch.show(session, arguments, View.of(this::text, this::held));
  }

  private String text(int width) {
    Table table = new Table(Column.text("POOL"), Column.number("HELD"));
    held().forEach(table::row);
    return table.text(width);
  }

  private Map<String, Object> held() {
    Map<String, Object> held = new LinkedHashMap<>();
    count(held, "tickets", tickets, pool -> pool.held().size());
    count(held, "preimages", preimages, pool -> pool.held().size());
    count(held, "packages", packages, pool -> pool.held().size());
    count(held, "guarantees", guarantees, pool -> pool.held().size());
    count(held, "assurances", assurances, AssurancePool::size);
    count(held, "reports", reports, ReportPool::size);
    count(held, "judgments", judgments, JudgmentPool::size);
    count(held, "audits", audits, AuditPool::size);
    return held;
  }

  /** A pool whose bundle is stopped is not listed. */
  private static <T> void count(
      Map<String, Object> held, String name, T pool, ToIntFunction<T> size) {
    if (pool != null) {
      held.put(name, size.applyAsInt(pool));
    }
  }
}
