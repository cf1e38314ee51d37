package io.tessera.operator.telemetry;

import io.tessera.net.PeerStream;
import io.tessera.net.event.StreamEvents.Ended;
import io.tessera.net.event.StreamEvents.Opened;
import io.tessera.net.event.StreamEvents.Sent;
import io.tessera.net.event.StreamEvents.Told;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The streams that are open, of those kinds that JIP-3 has events for. Safe from any thread. */
final class Stories {
  private final Recorder recorder;
  private final EventIds ids;
  private final Submissions submissions;

  /** By the very stream: its ends are told by the runtime, whatever happens. */
  private final Map<PeerStream, Story> open = new ConcurrentHashMap<>();

  Stories(Recorder recorder, EventIds ids, Submissions submissions) {
    this.recorder = recorder;
    this.ids = ids;
    this.submissions = submissions;
  }

  void opened(Opened event) {
    begin(event.stream()).ifPresent(story -> open.put(event.stream(), story));
  }

  void told(Told event) {
    tell(open.get(event.stream()), story -> story.told(event.fact()));
  }

  void sent(Sent event) {
    tell(open.get(event.stream()), Story::sent);
  }

  void ended(Ended event) {
    tell(open.remove(event.stream()), story -> story.ended(event.fault(), event.reason()));
  }

  /** Whoever reads and whoever writes may have something to tell at once. */
  private static void tell(Story story, Consumer<Story> event) {
    if (story != null) {
      synchronized (story) {
        event.accept(story);
      }
    }
  }

  private Optional<Story> begin(PeerStream stream) {
    Optional<Request> request = Request.of(stream.kind());
    if (request.isPresent()) {
      return Optional.of(new RequestStory(recorder, request.get(), stream));
    }
    boolean ours = stream.initiator();
    return Optional.ofNullable(
        switch (stream.kind()) {
          case 0 -> new DistributionStories.Announcements(recorder, stream);
          case 131 -> new DistributionStories.Ticket(recorder, stream, false);
          case 132 -> new DistributionStories.Ticket(recorder, stream, true);
          case 133, 146 ->
              ours
                  ? null // JIP-3 has no events of builders
                  : PackageStories.Coming.submitted(
                      recorder, submissions, stream, stream.kind() == 146);
          case 134 ->
              ours
                  ? new PackageStories.Going(recorder, submissions, stream)
                  : PackageStories.Coming.shared(recorder, submissions, stream);
          case 135 ->
              ours
                  ? new DistributionStories.GuaranteeGoing(recorder, ids, stream)
                  : new DistributionStories.GuaranteeComing(recorder, stream);
          case 141 -> new DistributionStories.Assurance(recorder, ids, stream);
          case 142 -> new DistributionStories.PreimageWord(recorder, stream);
          default -> null;
        });
  }

  int size() {
    return open.size();
  }
}
