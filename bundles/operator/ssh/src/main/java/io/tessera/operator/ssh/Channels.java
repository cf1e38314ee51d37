package io.tessera.operator.ssh;

import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.channel.ChannelSessionFactory;

/**
 * Channels for shells and lines only: they keep nothing of the environment that a client would like
 * to set, and have no subsystems, such as sftp.
 */
final class Channels extends ChannelSessionFactory {
  @Override
  public ChannelSession createChannel(Session session) {
    return new Bare();
  }

  private static final class Bare extends ChannelSession {
    @Override
    protected RequestHandler.Result handleEnvParsed(String name, String value) {
      return RequestHandler.Result.ReplySuccess;
    }

    @Override
    protected RequestHandler.Result handleSubsystemParsed(String request, String subsystem) {
      return RequestHandler.Result.ReplyFailure;
    }
  }
}
