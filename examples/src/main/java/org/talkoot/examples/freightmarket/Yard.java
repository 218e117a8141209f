package org.talkoot.examples.freightmarket;

import java.util.List;
import java.util.Optional;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.model.Message;

/**
 * The yard of a carrier: what its agent has written down, in this run and in all before it. There is one such agent for
 * each carrier, and it does one thing after the other, so no lorry is loaded twice, however many nodes ask.
 *
 * @param loads what was loaded, in order. A lorry that is loaded does not come back
 */
record Yard(Carrier carrier, List<String> loads) {

    private static final String LABEL = "loaded";

    static Yard of(Carrier carrier, RunView view) {
        return new Yard(
                carrier,
                view.history().stream()
                        .filter(message -> message instanceof Message.Note note
                                && note.label().equals(LABEL))
                        .map(message -> ((Message.Note) message).text())
                        .toList());
    }

    boolean isEmpty() {
        return loads.size() >= carrier.lorries();
    }

    /** What was loaded in this run. */
    static Optional<String> loadedIn(RunView view) {
        return view.steps().stream()
                .filter(step -> step instanceof Step.Noted note && note.label().equals(LABEL))
                .map(step -> ((Step.Noted) step).text())
                .findFirst();
    }

    /** Writes down that the next one is loaded. */
    Next.Note load() {
        return new Next.Note(LABEL, "%s-%d".formatted(carrier.name(), loads.size() + 1));
    }
}
