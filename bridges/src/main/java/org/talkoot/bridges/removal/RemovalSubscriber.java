package org.talkoot.bridges.removal;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.talkoot.agents.entity.AgentRuntime;
import org.talkoot.agents.entity.DeadLetters;
import org.talkoot.agents.entity.Schedules;
import org.talkoot.agents.reply.DecisionReply;
import org.talkoot.bridges.async.RetryingAsk;
import org.talkoot.core.ConversationId;
import org.talkoot.core.StreamId;
import org.talkoot.core.bus.BusException;
import org.talkoot.core.deadletter.DeadLetterCommand;
import org.talkoot.core.schedule.ScheduleCommand;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.removal.Erasure;
import org.talkoot.persistence.tail.JournalSubscriber;

/**
 * Sees to it that nothing is left of a conversation that is removed but the marks that say so. It tells each agent, the
 * inbox, each dead letter and the schedule of the conversation to end, and whoever begins later because something was
 * under way; the last event of each is its mark, and what came before a mark is erased. So is what came before a new
 * generation of a stream. All of it may be done again.
 */
public final class RemovalSubscriber implements JournalSubscriber {

    private static final int BATCH = 1_000;
    private static final int LOOK_AGAIN_MILLIS = 50;

    private final Erasure erasure;
    private final AgentRuntime runtime;
    private final DeadLetters letters;
    private final Schedules schedules;
    private final RetryingAsk asking = new RetryingAsk();
    private volatile boolean closed;

    public RemovalSubscriber(Erasure erasure, AgentRuntime runtime, DeadLetters letters, Schedules schedules) {
        this.erasure = erasure;
        this.runtime = runtime;
        this.letters = letters;
        this.schedules = schedules;
    }

    @Override
    public String name() {
        return "removal";
    }

    /** It is there before anything can be removed. */
    @Override
    public Start start() {
        return Start.NOW;
    }

    @Override
    public int batch() {
        return BATCH;
    }

    @Override
    public boolean deliver(List<JournalEntry> entries) throws InterruptedException {
        boolean any = false;
        Set<ConversationId> fresh = new HashSet<>();
        for (JournalEntry entry : entries) {
            if (erasure.isRemoval(entry)) {
                fresh.remove(entry.feed());
                endAll(entry);
            } else if (begins(entry)) {
                fresh.add(entry.feed());
            }
            if (erasure.isGeneration(entry)) {
                awaitViews(entry);
                erasure.eraseFormer(entry);
                any = true;
            } else if (erasure.isMark(entry)) {
                awaitViews(entry);
                erasure.erase(entry);
                any = true;
            } else if (!fresh.contains(entry.feed()) && erasure.isLate(entry)) {
                end(entry.stream(), entry);
                any = true;
            }
        }
        return any;
    }

    /** What begins in a conversation that has just begun is not late, and the database need not be asked. */
    private static boolean begins(JournalEntry entry) {
        return entry.seqNr() == 1 && entry.stream() instanceof StreamId.OfConversation;
    }

    /** What is ended or erased a moment later is so soon enough. */
    @Override
    public Duration rest() {
        return Duration.ofMillis(50);
    }

    /** There need be no inbox yet: one that is opened now takes nothing later. */
    private void endAll(JournalEntry removal) {
        end(StreamId.inboxOf(removal.feed()), removal);
        for (StreamId stream : erasure.streamsBefore(removal)) {
            end(stream, removal);
        }
    }

    private void end(StreamId stream, JournalEntry because) {
        switch (stream) {
            case StreamId.OfConversation s -> {} // this is where it began
            case StreamId.OfAgent s -> ask(time -> runtime.remove(s, time));
            case StreamId.OfInbox s -> ask(time -> runtime.remove(s, time));
            case StreamId.OfMemory s -> {} // its feed is no conversation, and what it knows is forgotten otherwise
            case StreamId.OfSchedule s ->
                ask(time -> schedules.tell(s.schedule(), new ScheduleCommand.Remove(because.writtenAt()), time));
            case StreamId.OfDeadLetter s ->
                ask(time -> letters.tell(
                        s.conversation(), s.letter(), new DeadLetterCommand.Remove(because.writtenAt()), time));
        }
    }

    private void ask(Function<Duration, CompletionStage<DecisionReply>> question) {
        boolean unused = asking.until(question, reply -> Optional.of(true));
    }

    private void awaitViews(JournalEntry mark) throws InterruptedException {
        while (!erasure.isInViews(mark)) {
            if (closed) {
                throw new BusException("the node is stopping");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    @Override
    public void close() {
        closed = true;
        asking.close();
    }
}
