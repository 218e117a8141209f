package org.talkoot.gateway.http.shown;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.Optional;
import java.util.TreeSet;
import org.talkoot.core.run.RunEvent;
import org.talkoot.gateway.live.LiveFeeds;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.view.RunSummary;
import org.talkoot.persistence.view.run.RunSigns;

/**
 * What a run shows to those outside, and which signals it waits for. The view says where in the journal each value
 * stands, which has it once; so a look costs what is shown, however long the agent has lived. Blocks.
 */
public final class ShownSigns {

    private final LiveFeeds feeds;
    private final EventCodec codec;
    private final RunSummary run;
    private final RunSigns signs;

    public ShownSigns(LiveFeeds feeds, EventCodec codec, RunSummary run, RunSigns signs) {
        this.feeds = feeds;
        this.codec = codec;
        this.run = run;
        this.signs = signs;
    }

    /** What is shown under a name, as JSON. */
    public Optional<String> value(String name) {
        return Optional.ofNullable(signs.values().get(name))
                .flatMap(seqNr -> feeds.entryOf(run.agent(), seqNr))
                .flatMap(entry -> entry.event(codec) instanceof RunEvent.ValueShown shown
                                && shown.run().equals(run.run())
                        ? Optional.ofNullable(shown.value())
                        : Optional.empty());
    }

    /** Adds what there is to what is shown of the run. */
    public void show(ObjectNode json) {
        if (!signs.awaited().isEmpty() && !run.status().hasEnded()) {
            var names = json.putArray("waiting_for_signals");
            signs.awaited().forEach(names::add);
        }
        if (!signs.values().isEmpty()) {
            ObjectNode shown = json.putObject("values");
            for (String name : new TreeSet<>(signs.values().keySet())) {
                value(name).ifPresent(value -> shown.putRawValue(name, new RawValue(value)));
            }
        }
    }
}
