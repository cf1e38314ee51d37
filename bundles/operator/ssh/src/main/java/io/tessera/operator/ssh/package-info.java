/**
 * The node's shell over SSH (RFC 4251 to 4254), by Apache MINA SSHD; off until an operator switches
 * it on, and on loopback until one says otherwise.
 *
 * <pre>
 * ssh -p 2222 node               the interactive shell: completion, history, tables that fit
 * ssh -p 2222 node 'peers'       one line, its output, its status
 * ssh -p 2222 node &lt; script      lines, until one fails
 * </pre>
 *
 * <p>Who may log in is a matter of keys alone: any user name is taken, and who has the private part
 * of a key in {@code authorized_keys} may do everything with the node ({@link
 * io.tessera.operator.ssh.AuthorizedKeys}). There are no passwords, no forwarding of ports, agents
 * or displays, no files, and no environment but the terminal's type and size. What the library
 * offers beyond that is left out ({@link io.tessera.operator.ssh.Algorithms}, {@link
 * io.tessera.operator.ssh.SshDoor}).
 *
 * <p>All threads are in one thread group, those of the library, of Gogo and of JLine too, so that
 * all can be waited for when the bundle stops.
 */
package io.tessera.operator.ssh;
