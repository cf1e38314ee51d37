package io.tessera.operator.ssh;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What an operator can set. */
@ObjectClassDefinition(
    id = SshConfig.PID,
    name = "Shell over SSH",
    description = "Lets holders of a key use the node's shell over SSH, and do everything with it")
@interface SshConfig {
  String PID = "io.tessera.operator.ssh";

  @AttributeDefinition(
      name = "Enabled",
      description = "Whether to listen; off unless it is true here")
  boolean enabled() default false;

  @AttributeDefinition(
      name = "Address",
      description =
          "The IP address to listen on; 127.0.0.1 is for this machine only, reached from others"
              + " through its own SSH")
  String address() default "127.0.0.1";

  @AttributeDefinition(
      name = "Port",
      description = "The TCP port to listen on; 0 stands for any, which the log tells",
      min = "0",
      max = "65535")
  int port() default 2222;

  @AttributeDefinition(
      name = "Authorized keys",
      description = "Public keys that may log in, each a line as ssh-keygen makes it")
  String[] authorized__keys() default {};

  @AttributeDefinition(
      name = "File of authorized keys",
      description =
          "A file with more of them, one a line, which only its owner can write; empty stands for"
              + " authorized_keys in the data directory. It is read again when it changes")
  String authorized__keys__file() default "";

  @AttributeDefinition(
      name = "Idle seconds",
      description = "A session in which nothing is typed or printed for so long is ended",
      min = "1",
      max = "86400")
  int idle__seconds() default 600;

  @AttributeDefinition(
      name = "Login seconds",
      description = "A connection that has not logged in after so long is ended",
      min = "1",
      max = "600")
  int login__seconds() default 30;

  @AttributeDefinition(
      name = "Login attempts",
      description = "A connection may offer so many keys",
      min = "1",
      max = "20")
  int login__attempts() default 6;

  @AttributeDefinition(
      name = "Sessions",
      description = "Logged-in connections at a time; one more is turned away",
      min = "1",
      max = "64")
  int sessions() default 8;
}
