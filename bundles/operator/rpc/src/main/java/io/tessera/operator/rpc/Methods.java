package io.tessera.operator.rpc;

import io.tessera.operator.rpc.ServiceMethods.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All methods of JIP-2, in its order. */
final class Methods {
  private Methods() {}

  /** By name. */
  static Map<String, Method> of(Node node, RecentReports reports) {
    StateReader states = new StateReader(node);
    ChainMethods chain = new ChainMethods(node, states);
    ServiceMethods services = new ServiceMethods(node, states);
    WorkMethods work = new WorkMethods(node);
    PackageStatus packages = new PackageStatus(node);
    SegmentMethods segments = new SegmentMethods(node, reports);
    SyncMethods sync = new SyncMethods(node);

    List<Method> all = new ArrayList<>();
    all.add(Method.of("parameters", List.of(), chain::parameters));
    all.add(Method.of("bestBlock", List.of(), none -> chain.head(false)));
    all.addAll(Method.subscription("BestBlock", List.of(), none -> chain.watchHead(false)));
    all.add(Method.of("finalizedBlock", List.of(), none -> chain.head(true)));
    all.addAll(Method.subscription("FinalizedBlock", List.of(), none -> chain.watchHead(true)));
    all.add(Method.of("parent", List.of("header_hash"), chain::parent));
    all.add(Method.of("stateRoot", List.of("header_hash"), chain::stateRoot));
    all.add(Method.of("beefyRoot", List.of("header_hash"), chain::beefyRoot));
    all.add(Method.of("statistics", List.of("header_hash"), chain::statistics));
    all.addAll(Method.subscription("Statistics", List.of("finalized"), chain::watchStatistics));
    all.addAll(item(services, "Data", Item.DATA, "id"));
    all.addAll(item(services, "Value", Item.VALUE, "id", "key"));
    all.addAll(item(services, "Preimage", Item.PREIMAGE, "id", "hash"));
    all.addAll(item(services, "Request", Item.REQUEST, "id", "hash", "len"));
    all.add(Method.of("workReport", List.of("hash"), work::report));
    all.add(
        Method.of(
            "submitWorkPackage", List.of("core", "package", "extrinsics"), work::submitPackage));
    all.add(Method.of("submitWorkPackageBundle", List.of("core", "bundle"), work::submitBundle));
    all.add(
        Method.of("workPackageStatus", List.of("header_hash", "hash", "anchor"), packages::status));
    all.addAll(
        Method.subscription(
            "WorkPackageStatus", List.of("hash", "anchor", "finalized"), packages::watch));
    all.add(
        Method.of("submitPreimage", List.of("requester", "preimage"), services::submitPreimage));
    all.add(Method.of("listServices", List.of("header_hash"), services::listServices));
    all.add(
        Method.of("fetchWorkPackageSegments", List.of("wp_hash", "indices"), segments::ofPackage));
    all.add(Method.of("fetchSegments", List.of("segment_root", "indices"), segments::ofRoot));
    all.add(Method.of("syncState", List.of(), sync::state));
    all.addAll(Method.subscription("SyncStatus", List.of(), sync::watch));

    Map<String, Method> methods = new LinkedHashMap<>();
    all.forEach(method -> methods.put(method.name(), method));
    return methods;
  }

  /** The question about something of a service, and its subscription. */
  private static List<Method> item(
      ServiceMethods services, String what, Item item, String... names) {
    List<String> once = new ArrayList<>(List.of("header_hash"));
    once.addAll(List.of(names));
    List<String> followed = new ArrayList<>(List.of(names));
    followed.add("finalized");
    List<Method> methods = new ArrayList<>();
    methods.add(Method.of("service" + what, once, params -> services.item(item, params)));
    methods.addAll(
        Method.subscription("Service" + what, followed, params -> services.watch(item, params)));
    return methods;
  }
}
