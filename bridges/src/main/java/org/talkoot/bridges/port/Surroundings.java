package org.talkoot.bridges.port;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.apache.pekko.actor.typed.ActorSystem;
import org.talkoot.core.bus.Watermarks;

/**
 * What a node gives a bridge beside its settings.
 *
 * @param journal which journal leads out: a sink keeps its mark under this name
 * @param watermarks how far that journal has come with what comes in, for brokers whose logs can be read again
 * @param questions for brokers with request and reply
 * @param toolChannels where calls of the tools go that this node knows as remote: a bridge makes those that are missing
 *     and that its settings do not name, so that workers can take from there
 */
public record Surroundings(
        ActorSystem<?> system,
        String journal,
        Watermarks watermarks,
        MeterRegistry meters,
        Questions questions,
        List<String> toolChannels) {

    public Surroundings {
        toolChannels = List.copyOf(toolChannels);
    }
}
