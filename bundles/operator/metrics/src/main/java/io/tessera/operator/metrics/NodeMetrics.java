package io.tessera.operator.metrics;

import io.tessera.net.PluginErrors;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Figures of the node's parts: components, problems, errors of plugins, and what this server did.
 */
final class NodeMetrics {
  private final Sources sources;
  private final Components components;
  private final FrameworkErrors errors;
  private final RequestCounts requests;
  private final String version;

  NodeMetrics(
      Sources sources,
      Components components,
      FrameworkErrors errors,
      RequestCounts requests,
      String version) {
    this.sources = sources;
    this.components = components;
    this.errors = errors;
    this.requests = requests;
    this.version = version;
  }

  void collect(Families out) {
    out.gauge(
        "tessera_build_info",
        "1; what this node is, in the labels.",
        samples -> samples.add(1, "version", version, "java", Runtime.version().toString()));
    out.gauge(
        "tessera_problems",
        "Parts of this node that say that they cannot work.",
        sources.problems.size());
    Map<String, Map<Components.State, Long>> counted =
        components.all().stream()
            .collect(
                Collectors.groupingBy(
                    Components.Info::role,
                    Collectors.groupingBy(Components.Info::state, Collectors.counting())));
    out.gauge(
        "tessera_components",
        "Components, by the role of their bundle and by state.",
        samples ->
            counted.forEach(
                (role, states) -> {
                  for (Components.State state : Components.State.values()) {
                    samples.add(
                        states.getOrDefault(state, 0L), "role", role, "state", Words.label(state));
                  }
                }));
    out.counter(
        "tessera_plugin_errors",
        "Errors of bundles, by where they ended: in a stream, a task, or the framework.",
        this::errors);
    requests(out);
  }

  private void errors(Families.Samples samples) {
    PluginErrors counts = sources.errors;
    if (counts != null) {
      counts
          .counts()
          .forEach(
              (bundle, edges) ->
                  edges.forEach(
                      (edge, count) ->
                          samples.add(count, "bundle", bundle, "edge", Words.label(edge))));
    }
    errors
        .counts()
        .forEach((bundle, count) -> samples.add(count, "bundle", bundle, "edge", "framework"));
  }

  private void requests(Families out) {
    List<RequestCounts.Entry> all = requests.entries();
    out.counter(
        "tessera_http_requests",
        "Requests that this server answered, by path and status.",
        samples ->
            all.forEach(
                each ->
                    samples.add(each.count(), "path", each.path(), "status", "" + each.status())));
    out.counter(
        "tessera_http_connections_refused",
        "Connections that this server closed at once, since it had too many.",
        requests.refusedConnections());
  }

  /** Names of bundles that had errors, with how many, for people. */
  Map<String, Long> errorsByBundle() {
    Map<String, Long> all = errors.counts();
    PluginErrors counts = sources.errors;
    if (counts != null) {
      counts
          .counts()
          .forEach(
              (bundle, edges) ->
                  edges.values().forEach(count -> all.merge(bundle, count, Long::sum)));
    }
    return all;
  }
}
