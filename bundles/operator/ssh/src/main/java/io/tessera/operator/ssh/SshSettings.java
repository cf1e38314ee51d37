package io.tessera.operator.ssh;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The configuration as values that can be compared.
 *
 * @param data the data directory, with the host key
 * @param root what a relative path of the configuration starts from
 */
record SshSettings(
    Path data,
    Path root,
    String address,
    int port,
    List<String> keys,
    String keyFileName,
    Duration idle,
    Duration login,
    int attempts,
    int sessions) {

  static SshSettings of(SshConfig config, Path data, Path root) {
    return new SshSettings(
        data,
        root,
        config.address(),
        config.port(),
        List.of(config.authorized__keys()),
        config.authorized__keys__file(),
        Duration.ofSeconds(config.idle__seconds()),
        Duration.ofSeconds(config.login__seconds()),
        config.login__attempts(),
        config.sessions());
  }

  /** Where keys are looked for beside the configuration. */
  Path keyFile() {
    return keyFileName.isEmpty() ? data.resolve("authorized_keys") : root.resolve(keyFileName);
  }
}
