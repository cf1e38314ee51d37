package io.tessera.operator.ssh;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.server.session.ServerSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts connections. Strangers have not logged in yet: of too many, the one that has been there
 * for longest goes, so that nobody can take all places by doing nothing. Guests have: one too many
 * is turned away, and one that does nothing is shown out. Safe from any thread.
 */
final class Guests implements SessionListener {
  /** Connections that have not logged in, at most. */
  static final int MOST_STRANGERS = 16;

  private static final int LONGEST_NAME = 64;
  private static final Logger LOG = LoggerFactory.getLogger(Guests.class);

  private final int most;
  private final Duration idle;
  private final LongSupplier nanos;
  private final Set<Session> strangers = new LinkedHashSet<>();
  private final Map<Session, Long> guests = new LinkedHashMap<>();

  /**
   * Nobody yet.
   *
   * @param most guests at a time
   * @param idle how long a guest may do nothing
   * @param nanos the time, as {@link System#nanoTime} has it
   */
  Guests(int most, Duration idle, LongSupplier nanos) {
    this.most = most;
    this.idle = idle;
    this.nanos = nanos;
  }

  @Override
  public void sessionCreated(Session session) {
    Session first = null;
    synchronized (this) {
      strangers.add(session);
      if (strangers.size() > MOST_STRANGERS) {
        first = strangers.iterator().next();
        strangers.remove(first);
      }
    }
    if (first != null) {
      LOG.debug("SSH: {} has not logged in and makes room", address(first));
      first.close(true);
    }
  }

  @Override
  public void sessionEvent(Session session, Event event) {
    if (event == Event.Authenticated) {
      loggedIn(session);
    }
  }

  private void loggedIn(Session session) {
    boolean room;
    synchronized (this) {
      strangers.remove(session);
      room = guests.size() < most;
      if (room) {
        guests.put(session, nanos.getAsLong());
      }
    }
    String who = clean(session.getUsername()) + " with " + fingerprint(session);
    if (room) {
      LOG.info("SSH: {} has logged in from {}", who, address(session));
    } else {
      LOG.info("SSH: {} from {} is turned away: {} are here", who, address(session), most);
      disconnect(
          session,
          SshConstants.SSH2_DISCONNECT_TOO_MANY_CONNECTIONS,
          most
              + " sessions are open, which is the most; end one, or raise 'sessions' of "
              + SshConfig.PID);
    }
  }

  private static String fingerprint(Session session) {
    return AuthorizedKeys.fingerprint((ServerSession) session);
  }

  /** A guest types, or something is printed for it. */
  synchronized void active(Session session) {
    guests.computeIfPresent(session, (guest, before) -> nanos.getAsLong());
  }

  /** Ends those that have been idle for too long; to be called now and then. */
  void endIdle() {
    List<Session> ended = new ArrayList<>();
    synchronized (this) {
      long now = nanos.getAsLong();
      guests.forEach(
          (guest, last) -> {
            if (now - last >= idle.toNanos()) {
              ended.add(guest);
            }
          });
      ended.forEach(guests::remove);
    }
    for (Session guest : ended) {
      LOG.info("SSH: {} has been idle for {} s", address(guest), idle.toSeconds());
      disconnect(
          guest,
          SshConstants.SSH2_DISCONNECT_BY_APPLICATION,
          "nothing happened here for " + idle.toSeconds() + " s");
    }
  }

  @Override
  public void sessionClosed(Session session) {
    boolean guest;
    synchronized (this) {
      strangers.remove(session);
      guest = guests.remove(session) != null;
    }
    if (guest) {
      LOG.info("SSH: {} has left", address(session));
    }
  }

  /** How many are logged in. */
  synchronized int size() {
    return guests.size();
  }

  private static void disconnect(Session session, int reason, String line) {
    try {
      session.disconnect(reason, line);
    } catch (IOException e) {
      LOG.debug("SSH: {} has gone already: {}", address(session), e.toString());
      session.close(true);
    }
  }

  /** Where a session comes from. */
  static String address(Session session) {
    return session.getRemoteAddress() instanceof InetSocketAddress inet
        ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
        : String.valueOf(session.getRemoteAddress());
  }

  /** A user name goes into the log, and is whatever a client says. */
  static String clean(String user) {
    String name = String.valueOf(user).replaceAll("[^\\p{Graph}]", "?");
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
  }
}
