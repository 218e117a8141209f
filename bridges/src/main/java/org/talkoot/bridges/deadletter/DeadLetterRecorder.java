package org.talkoot.bridges.deadletter;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.bridges.outgoing.JournalEvents;
import org.talkoot.core.AgentId;
import org.talkoot.core.DeadLetterId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.StreamId;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.conversation.ConversationEvent.AnswerPosted;
import org.talkoot.core.conversation.ConversationEvent.MessagePosted;
import org.talkoot.core.conversation.ConversationEvent.TurnAbandoned;
import org.talkoot.core.conversation.ConversationEvent.TurnFailed;
import org.talkoot.core.deadletter.DeadLetter;
import org.talkoot.core.deadletter.DeadLetterCommand;
import org.talkoot.core.deadletter.FailureClass;
import org.talkoot.core.deadletter.Redrives;
import org.talkoot.core.event.Trace;
import org.talkoot.core.run.RunEvent;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.journal.JournalReader;
import org.talkoot.persistence.tail.JournalSubscriber;

/**
 * Turns failures of the journal into dead letters, and tells letters that were tried again how that ended. A cancelled
 * turn or run is what somebody wanted, and no letter; a cancelled attempt has failed, and its letter waits again.
 */
public final class DeadLetterRecorder implements JournalSubscriber {

    private static final Logger LOGGER = LoggerFactory.getLogger(DeadLetterRecorder.class);

    private final EventCodec codec;
    private final JournalReader reader;
    private final JournalEvents events;
    private final DeadLetterWriter letters;
    private final Set<String> ofInterest;
    private long onlyLogged;

    public DeadLetterRecorder(EventCodec codec, JournalReader reader, JournalEvents events, DeadLetterWriter letters) {
        this.codec = codec;
        this.reader = reader;
        this.events = events;
        this.letters = letters;
        this.ofInterest = Set.of(
                codec.nameOf(AnswerPosted.class),
                codec.nameOf(TurnFailed.class),
                codec.nameOf(TurnAbandoned.class),
                codec.nameOf(RunEvent.RunAnswered.class),
                codec.nameOf(RunEvent.RunAnsweredAsReplied.class),
                codec.nameOf(RunEvent.RunFailed.class));
    }

    @Override
    public String name() {
        return "dead-letters";
    }

    @Override
    public Start start() {
        return Start.BEGINNING;
    }

    @Override
    public int batch() {
        return 1_000;
    }

    /**
     * A letter knows for ever that it is open, and how each attempt ended; but what is only logged would be logged
     * again.
     */
    @Override
    public boolean deliver(List<JournalEntry> entries) {
        long before = onlyLogged;
        for (JournalEntry entry : entries) {
            if (ofInterest.contains(entry.type())) {
                deliver(entry, entry.event(codec));
            }
        }
        return onlyLogged > before;
    }

    /** A letter that is told a moment later is told soon enough. */
    @Override
    public Duration rest() {
        return Duration.ofMillis(50);
    }

    private void deliver(JournalEntry entry, Object event) {
        switch (event) {
            case AnswerPosted e -> answered(entry, e.run().message());
            case TurnFailed e -> turnFailed(entry, e);
            case TurnAbandoned e -> turnFailed(entry, failed(e));
            case RunEvent.RunAnswered e -> runSucceeded(entry, e.run());
            case RunEvent.RunAnsweredAsReplied e -> runSucceeded(entry, e.run());
            case RunEvent.RunFailed e -> runFailed(entry, e);
            default -> throw new IllegalStateException("not of interest: " + entry);
        }
    }

    private void answered(JournalEntry entry, MessageId message) {
        OptionalInt attempt = message.attempt();
        if (attempt.isPresent()) {
            succeeded(entry, Redrives.letter(message), attempt.getAsInt());
        }
    }

    private void runSucceeded(JournalEntry entry, RunId run) {
        switch (run) {
            case RunId.OfEvent r -> r.attempt().ifPresent(attempt -> succeeded(entry, Redrives.letter(r), attempt));
            case RunId.OfTurn r -> {}
            case RunId.Delegated r -> {}
            case RunId.Hashed r -> {}
        }
    }

    private void succeeded(JournalEntry entry, DeadLetterId letter, int attempt) {
        letters.tell(entry.feed(), letter, new DeadLetterCommand.RecordSuccess(attempt, entry.writtenAt()));
    }

    private static TurnFailed failed(TurnAbandoned e) {
        return new TurnFailed(e.run(), e.agent(), e.failure(), e.trace(), e.at());
    }

    private void turnFailed(JournalEntry entry, TurnFailed e) {
        MessageId message = e.run().message();
        OptionalInt attempt = message.attempt();
        if (attempt.isPresent()) {
            failed(entry, Redrives.letter(message), attempt.getAsInt(), e.failure());
        } else if (!(e.failure() instanceof RunFailure.Cancelled)) {
            letter(entry, e, message).ifPresent(letters::open);
        }
    }

    private void failed(JournalEntry entry, DeadLetterId letter, int attempt, RunFailure failure) {
        letters.tell(entry.feed(), letter, DeadLetterCommand.RecordFailure.of(attempt, failure, entry.writtenAt()));
    }

    /** Empty: the conversation has been removed since, and the message with it. */
    private Optional<DeadLetter> letter(JournalEntry entry, TurnFailed e, MessageId message) {
        Trace trace = e.trace();
        return reader.latest(entry.stream(), entry.seqNr(), earlier -> posts(earlier, message))
                .map(found -> (MessagePosted) found.event(codec))
                .map(posted -> new DeadLetter(
                        Redrives.letter(message),
                        FailureClass.of(e.failure()),
                        List.of(e.failure().detail(), e.failure().code(), "run " + e.run()),
                        new DeadLetter.FailedTurn(
                                entry.feed(),
                                message,
                                e.run(),
                                e.agent(),
                                posted.text(),
                                posted.attachments(),
                                trace,
                                entry.position()),
                        entry.writtenAt()));
    }

    private boolean posts(JournalEntry entry, MessageId message) {
        return entry.event(codec) instanceof MessagePosted posted
                && posted.message().equals(message);
    }

    private void runFailed(JournalEntry entry, RunEvent.RunFailed e) {
        switch (e.run()) {
            case RunId.OfEvent run -> failed(entry, e, run);
            case RunId.OfTurn run -> {}
            case RunId.Delegated run -> {}
            case RunId.Hashed run -> {}
        }
    }

    /** Whoever waits for an answer hears of the failure; a redrive is waited for by its letter. */
    private void failed(JournalEntry entry, RunEvent.RunFailed e, RunId.OfEvent run) {
        OptionalInt attempt = run.attempt();
        if (attempt.isPresent()) {
            failed(entry, Redrives.letter(run), attempt.getAsInt(), e.failure());
        } else if (!run.isAwaited() && !(e.failure() instanceof RunFailure.Cancelled)) {
            openUnlessAboutLetters(entry, e, run);
        }
    }

    /** A letter about letters would hold the one before, and wake the same agent: it ends here. */
    private void openUnlessAboutLetters(JournalEntry entry, RunEvent.RunFailed e, RunId.OfEvent run) {
        long position = run.position();
        JournalEntry cause =
                reader.at(position).orElseThrow(() -> new IllegalStateException("no entry at " + position));
        if (cause.isErased()) {
            return; // with its conversation, and with it whatever a letter could say
        }
        switch (cause.stream()) {
            case StreamId.OfDeadLetter s -> {
                LOGGER.atWarn()
                        .addKeyValue("run", run)
                        .addKeyValue("agent", entry.stream())
                        .log("an agent that is woken by dead letters failed; that is no letter");
                onlyLogged++;
            }
            case StreamId.OfConversation s -> letters.open(letter(entry, e, run, cause));
            case StreamId.OfInbox s -> letters.open(letter(entry, e, run, cause));
            case StreamId.OfSchedule s -> letters.open(letter(entry, e, run, cause));
            case StreamId.OfMemory s -> letters.open(letter(entry, e, run, cause));
            case StreamId.OfAgent s -> letters.open(letter(entry, e, run, cause));
        }
    }

    /** It is tried again with the agent that the event was for, which hands over or does not. */
    private DeadLetter letter(JournalEntry entry, RunEvent.RunFailed e, RunId.OfEvent run, JournalEntry cause) {
        AgentId failed = entry.stream().agent();
        return new DeadLetter(
                Redrives.letter(run),
                FailureClass.of(e.failure()),
                List.of(
                        e.failure().detail(),
                        e.failure().code(),
                        "run %s of %s".formatted(run, failed.type()),
                        "woken by " + cause),
                new DeadLetter.FailedTrigger(failed.peer(run.agent()), run, events.event(cause), entry.position()),
                entry.writtenAt());
    }

    @Override
    public void close() {
        letters.close();
    }
}
