package io.tessera.embed;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.NetworkService;
import io.tessera.net.Peer;
import io.tessera.net.PeerListener;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** The example of docs/embed.md, which holds what stands between the two marks. */
final class Example {
  private Example() {}

  /**
   * Runs a node, broadcasts a block and asks a peer for it.
   *
   * @return what the peer answered
   */
  // example: begin
  static List<Bytes> run(Path configurationFile, Bytes block) throws Exception {
    NodeConfig config = NodeConfig.fromFile(configurationFile);
    try (Tessera node = Tessera.launch(config)) {
      NetworkService network = node.network();
      CompletableFuture<PeerId> first = new CompletableFuture<>();
      network.addListener(
          new PeerListener() {
            @Override
            public void connected(Peer peer) {
              first.complete(peer.id());
            }
          });
      network.start();
      PeerId peer = first.get(30, TimeUnit.SECONDS);
      System.out.println("connected to " + network.peers().size() + " peers");

      Hash hash = network.broadcastBlock(block).get(30, TimeUnit.SECONDS);
      System.out.println("broadcast block " + hash);

      // CE 128, block request: header hash, direction (1: this block and its ancestors), how many.
      JamWriter request = new JamWriter();
      request.bytes(hash);
      request.u8(1);
      request.u32(1);
      for (int attempt = 1; ; attempt++) {
        try {
          return network
              .send(peer, 128, Bytes.wrap(request.toByteArray()))
              .get(30, TimeUnit.SECONDS);
        } catch (ExecutionException notYet) { // the peer fetches and checks the block first
          if (attempt == 100) {
            throw notYet;
          }
          Thread.sleep(100);
        }
      }
    }
  }
  // example: end
}
