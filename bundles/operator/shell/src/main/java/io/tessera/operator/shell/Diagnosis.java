package io.tessera.operator.shell;

import io.tessera.net.Problem;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/**
 * Finds out why a service is not there: by what the component runtime says about the component that
 * should provide it, and about what that one misses in turn.
 */
@Component(service = Diagnosis.class)
public final class Diagnosis {
  private final BundleContext context;
  private final Providers providers = new Providers();
  private final Causes causes;
  private final Map<Problem, String> problems = new ConcurrentHashMap<>();

  /** Called by the component runtime. */
  @Activate
  public Diagnosis(BundleContext context, @Reference ServiceComponentRuntime components) {
    this.context = context;
    causes = new Causes(context, components, this::problems, providers);
  }

  /** Begins to note who provides what; not in the constructor, see ADR 4. */
  @Activate
  void activate() {
    providers.start(context);
  }

  @Deactivate
  void deactivate() {
    providers.stop(context);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindProblem(Problem problem) {
    problems.put(problem, problem.line());
  }

  void unbindProblem(Problem problem) {
    problems.remove(problem);
  }

  /** What parts of the node say is wrong with them, one line each. */
  public List<String> problems() {
    return problems.values().stream().sorted().toList();
  }

  /** For more than a line. */
  Causes causes() {
    return causes;
  }

  /** The service, or the reason why it is not there. */
  public <T> T require(T service, Class<T> type) throws CommandException {
    if (service == null) {
      throw new CommandException(missing(type));
    }
    return service;
  }

  /** One line: which service is missing, and why. */
  public String missing(Class<?> type) {
    return "no "
        + type.getSimpleName()
        + " service: "
        + causes.service(type.getName(), null).getFirst().line();
  }
}
