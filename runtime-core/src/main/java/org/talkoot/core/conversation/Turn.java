package org.talkoot.core.conversation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentType;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.conversation.ConversationEvent.HandedOff;
import org.talkoot.core.conversation.ConversationEvent.MessagePosted;
import org.talkoot.core.conversation.ConversationEvent.RunRequested;
import org.talkoot.core.event.Trace;
import org.talkoot.core.model.Message;

/**
 * The turn that is being worked on.
 *
 * @param upTo how many messages of the transcript the agent is to see
 * @param runs how many runs this turn has had; one more than its handoffs
 * @param trace which request the message belongs to, if it did not begin one
 * @param note what the agent that handed over wants this one to know
 * @param startedAt when its latest run began
 * @param deadline when the turn is over, whoever works on it then
 */
public record Turn(
        MessageId message,
        RunId run,
        AgentType agent,
        int upTo,
        int runs,
        Optional<String> note,
        @Nullable Trace trace,
        Instant startedAt,
        Instant deadline) {

    static Turn begin(MessagePosted m, RunRequested e, int upTo) {
        return new Turn(e.message(), e.run(), e.agent(), upTo, 1, Optional.empty(), m.trace(), e.at(), e.deadline());
    }

    Turn handedOver(HandedOff e) {
        String note = "[%s hands over: %s]".formatted(e.from(), e.note());
        return new Turn(message, e.next(), e.to(), upTo, runs + 1, Optional.of(note), trace, e.at(), deadline);
    }

    Turn until(Instant later) {
        return new Turn(message, run, agent, upTo, runs, note, trace, startedAt, later);
    }

    /**
     * What the agent is shown: the messages it has not seen, the note, and last, always, the message that the turn is
     * about.
     */
    List<Message> shown(List<Message> transcript, int seen) {
        int last = upTo - 1;
        List<Message> shown = new ArrayList<>(transcript.subList(Math.min(seen, last), last));
        note.ifPresent(text -> shown.add(new Message.User(new MessageId(run.value()), text, startedAt)));
        shown.add(transcript.get(last));
        return shown;
    }
}
