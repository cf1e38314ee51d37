package io.tessera.operator.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Who provides a plugin interface, and who would if it ran. */
@Component(service = Plugins.class)
public final class Plugins {
  private final BundleContext context;
  private final Diagnosis diagnosis;

  /**
   * A plugin.
   *
   * @param bundle symbolic name of its bundle
   * @param version the bundle's
   * @param ranking service ranking; 0 while there is no service
   * @param cause why there is no service of it; empty while there is
   * @param service its service; null while there is none
   */
  record Plugin(
      String bundle,
      String version,
      int ranking,
      Optional<Cause> cause,
      ServiceReference<?> service) {

    /** {@code active}, {@code off}, {@code stopped} or {@code waits}. */
    String state() {
      if (cause.isEmpty()) {
        return "active";
      } else if (cause.get().off()) {
        return "off";
      }
      return cause.get().subject().startsWith("bundle ") ? "stopped" : "waits";
    }

    /** Why there is no service of it, in a few words. */
    String why() {
      return cause.map(why -> why.off() ? "off in the configuration" : why.what()).orElse("-");
    }

    /** Without the part that all names have. */
    String shortName() {
      return bundle.replaceFirst("^io\\.tessera\\.", "");
    }

    /** The fields that all plugins have, for JSON. */
    Map<String, Object> values(String name) {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("name", name);
      values.put("bundle", bundle);
      values.put("version", version);
      values.put("state", state());
      values.put("ranking", ranking);
      cause.ifPresent(why -> values.put("why", why.line()));
      return values;
    }
  }

  /** Called by the component runtime. */
  @Activate
  public Plugins(BundleContext context, @Reference Diagnosis diagnosis) {
    this.context = context;
    this.diagnosis = diagnosis;
  }

  /** The plugins of a type, by bundle: one for each service, and one for each without. */
  List<Plugin> of(Class<?> type) {
    List<Plugin> plugins = new ArrayList<>();
    for (ServiceReference<?> reference : references(type)) {
      plugins.add(plugin(reference.getBundle(), ranking(reference), Optional.empty(), reference));
    }
    for (Bundle bundle : context.getBundles()) {
      String name = bundle.getSymbolicName();
      boolean there = plugins.stream().anyMatch(each -> each.bundle().equals(name));
      if (!there && Wiring.declares(bundle, type.getName())) {
        Cause cause = diagnosis.causes().provider(bundle, type.getName());
        plugins.add(plugin(bundle, 0, Optional.of(cause), null));
      }
    }
    plugins.sort(Comparator.comparing(Plugin::bundle));
    return plugins;
  }

  private static Plugin plugin(
      Bundle bundle, int ranking, Optional<Cause> cause, ServiceReference<?> service) {
    return new Plugin(
        bundle.getSymbolicName(), bundle.getVersion().toString(), ranking, cause, service);
  }

  private List<ServiceReference<?>> references(Class<?> type) {
    try {
      ServiceReference<?>[] found = context.getServiceReferences(type.getName(), null);
      // A service whose bundle is being stopped has no bundle any more.
      return found == null
          ? List.of()
          : Arrays.stream(found).filter(each -> each.getBundle() != null).toList();
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException("no filter is given", e);
    }
  }

  private static int ranking(ServiceReference<?> reference) {
    return reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer ranking
        ? ranking
        : 0;
  }
}
