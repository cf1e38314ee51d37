/**
 * The state transition of JAM without accumulation (Gray Paper, section "Overview", equation of the
 * dependency graph): executes blocks on states.
 *
 * <p>Each class {@code …Transition} is one part of it, a pure function of its arguments; {@link
 * io.tessera.core.execution.TransitionExecutor} runs them in the order in which they depend on each
 * other. Signatures are not verified on the way but collected by {@link
 * io.tessera.core.execution.Signatures}. {@link io.tessera.core.execution.PriorState} reads
 * components, {@link io.tessera.core.execution.PosteriorState} writes what changed.
 */
package io.tessera.core.execution;
