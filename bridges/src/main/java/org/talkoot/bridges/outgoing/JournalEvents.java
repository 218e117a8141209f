package org.talkoot.bridges.outgoing;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.talkoot.bridges.ticket.Tickets;
import org.talkoot.bridges.wire.EventWriter;
import org.talkoot.core.AgentId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.StreamId;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.bus.InboxEvent;
import org.talkoot.core.bus.JournalMark;
import org.talkoot.core.conversation.ConversationEvent;
import org.talkoot.core.deadletter.DeadLetterEvent;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.event.AgentEvent.Address;
import org.talkoot.core.event.EventType;
import org.talkoot.core.event.Trace;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.trigger.Wake;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.journal.JournalReader;

/**
 * The journal as others see it: each entry as an event in the common envelope. What an agent published, and what came
 * from outside, is the event it was; everything else is an event of the runtime, with the name and the fields of the
 * catalog.
 *
 * <p>For one thread: each subscriber has one of its own.
 */
public final class JournalEvents {

    /** Runs and messages whose traces are remembered; of others they are looked up. */
    private static final int REMEMBERED = 10_000;

    private final EventCodec codec;
    private final JournalReader reader;
    private final String published;
    private final String requested;
    private final String sent;
    private final String cancelled;
    private final String received;
    private final Optional<ToolEvents> tools;
    private final Map<RunId, Trace> traces = new Latest<>();
    private final Map<MessageId, Trace> messages = new Latest<>();

    /** What was put in last. */
    private static final class Latest<K> extends LinkedHashMap<K, Trace> {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, Trace> eldest) {
            return size() > REMEMBERED;
        }
    }

    /**
     * As it is seen inside the installation: what is for workers is an event of the runtime, and nobody gets a token.
     */
    public JournalEvents(EventCodec codec, JournalReader reader) {
        this(codec, reader, Optional.empty());
    }

    /**
     * As it is seen outside.
     *
     * @param tickets by which those outside answer what leaves
     */
    public JournalEvents(EventCodec codec, JournalReader reader, Tickets tickets) {
        this(codec, reader, Optional.of(new ToolEvents(tickets)));
    }

    private JournalEvents(EventCodec codec, JournalReader reader, Optional<ToolEvents> tools) {
        this.codec = codec;
        this.reader = reader;
        this.tools = tools;
        this.sent = codec.nameOf(RunEvent.ToolCallSent.class);
        this.cancelled = codec.nameOf(RunEvent.ToolCallCancelled.class);
        this.published = codec.nameOf(RunEvent.EventPublished.class);
        this.requested = codec.nameOf(RunEvent.ReplyRequested.class);
        this.received = codec.nameOf(InboxEvent.EventReceived.class);
    }

    /** Whether the entry stands for an event that is meant for others, with a type of its own. */
    public boolean isDomainEvent(JournalEntry entry) {
        return entry.type().equals(published)
                || entry.type().equals(requested)
                || (tools.isPresent()
                        && (entry.type().equals(sent) || entry.type().equals(cancelled)));
    }

    /** Whether the entry stands for an event that came from outside. */
    public boolean isReceived(JournalEntry entry) {
        return entry.type().equals(received);
    }

    public AgentEvent event(JournalEntry entry) {
        return switch (entry.event(codec)) {
            case InboxEvent.EventReceived e -> e.event();
            case RunEvent.EventPublished e -> domain(entry, e.eventType(), e.payload(), e.trace());
            case RunEvent.ReplyRequested e -> question(entry, e);
            case RunEvent.ToolCallSent e -> requested(entry, e);
            case RunEvent.ToolCallCancelled e ->
                tools.map(t -> domain(
                                        entry,
                                        ToolEvents.CANCELLED,
                                        t.cancelled(entry.stream().agent(), e),
                                        ofRun(entry, e.run()))
                                .withMetadata(ToolEvents.metadata(e.call())))
                        .orElseGet(() -> runtime(entry, trace(entry, e)));
            case Object e -> runtime(entry, trace(entry, e));
        };
    }

    private AgentEvent requested(JournalEntry entry, RunEvent.ToolCallSent e) {
        Trace trace = ofRun(entry, e.run());
        return tools.map(t -> domain(
                                entry,
                                ToolEvents.REQUESTED,
                                t.requested(entry.stream().agent(), e, trace.caller()),
                                trace)
                        .withMetadata(ToolEvents.metadata(e.call())))
                .orElseGet(() -> runtime(entry, trace));
    }

    private AgentEvent question(JournalEntry entry, RunEvent.ReplyRequested e) {
        AgentEvent event = domain(entry, e.eventType(), e.payload(), e.trace());
        return tools.map(t -> event.withMetadata(t.question(entry.stream().agent(), e)))
                .orElse(event);
    }

    /** Who waits for an answer to the event, if anybody does. */
    public Optional<Wake.Asker> asker(JournalEntry entry) {
        return entry.event(codec) instanceof RunEvent.ReplyRequested request
                ? Optional.of(new Wake.Asker(entry.stream().agent(), request.run(), request.call()))
                : Optional.empty();
    }

    /** Unique in the whole installation, and the same whenever it is asked for. */
    static String idOf(JournalEntry entry) {
        return entry.stream() + "#" + entry.seqNr();
    }

    /** A mark that is recognised, whatever a restore has made of the journal since. */
    static JournalMark mark(JournalEntry entry) {
        return new JournalMark(
                entry.position(), idOf(entry) + "@" + entry.writtenAt().toEpochMilli());
    }

    /** Whether that entry stands at that mark of this journal. */
    boolean has(JournalMark mark) {
        return reader.at(mark.position())
                .map(JournalEvents::mark)
                .filter(mark::equals)
                .isPresent();
    }

    /** How far this journal reaches. */
    long head() {
        return reader.head();
    }

    /** Agents say what they like; all who hear it get a JSON value. */
    private static AgentEvent domain(JournalEntry entry, String type, String payload, Trace trace) {
        return new AgentEvent(
                idOf(entry),
                EventType.of(type),
                entry.writtenAt(),
                Address.from(source(entry.stream())),
                entry.feed(),
                trace,
                EventWriter.payload(payload),
                Map.of());
    }

    private static AgentEvent runtime(JournalEntry entry, Trace trace) {
        return new AgentEvent(
                idOf(entry),
                new EventType(entry.type(), entry.version()),
                entry.writtenAt(),
                Address.from(source(entry.stream())),
                entry.feed(),
                trace,
                new String(entry.payload(), StandardCharsets.UTF_8),
                Map.of());
    }

    private static String source(StreamId stream) {
        return switch (stream) {
            case StreamId.OfAgent s -> source(s.agent());
            case StreamId.OfConversation s -> source(s.conversation());
            case StreamId.OfInbox s -> source(s.subject());
            case StreamId.OfSchedule s -> source(s.feed());
            case StreamId.OfMemory s -> source(s.feed());
            case StreamId.OfDeadLetter s -> source(s.conversation());
        };
    }

    private static String source(ConversationId conversation) {
        return "/tenants/%s/conversations/%s".formatted(conversation.tenant(), conversation.key());
    }

    static String source(AgentId agent) {
        return "/tenants/%s/agents/%s/%s".formatted(agent.tenant(), agent.type(), agent.key());
    }

    /** What nothing of this journal has caused. */
    private static Trace ofItself(JournalEntry entry) {
        String id = entry.stream() + "#" + entry.position();
        return new Trace(id, id, 0);
    }

    private Trace trace(JournalEntry entry, Object event) {
        return switch (event) {
            case ConversationEvent.MessagePosted e -> remembered(e);
            case ConversationEvent.AnswerPosted e -> e.trace() != null ? e.trace() : Trace.begunBy(e.run());
            case ConversationEvent.TurnFailed e -> e.trace() != null ? e.trace() : Trace.begunBy(e.run());
            case ConversationEvent.TurnAbandoned e -> e.trace() != null ? e.trace() : Trace.begunBy(e.run());
            case ConversationEvent.AbandonedRunSettled e ->
                ofMessage(entry, e.run().message());
            case ConversationEvent.RunRequested e -> ofMessage(entry, e.message());
            case ConversationEvent.HandedOff e -> ofMessage(entry, e.run().message());
            case ConversationEvent.AttributesChanged e -> e.trace() != null ? e.trace() : Trace.begunBy(e.change());
            case ConversationEvent.TurnProlonged e -> ofMessage(entry, e.run().message());
            case ConversationEvent.Reassigned e -> ofItself(entry);
            case ConversationEvent.ConversationRemoved e -> e.trace() != null ? e.trace() : ofItself(entry);
            case RunEvent.RunStarted e -> remembered(e.request());
            case RunEvent.RunQueued e -> remembered(e.request());
            case RunEvent.AgentRemoved e -> ofItself(entry);
            case RunEvent e -> ofRun(entry, e.run());
            case DeadLetterEvent.Opened e ->
                e.letter().subject().trace(e.letter().id());
            case DeadLetterEvent.LetterRemoved e -> ofItself(entry);
            case DeadLetterEvent e -> ofLetter(entry);
            case Object e -> new Trace(entry.feed().toString(), idOf(entry), 0);
        };
    }

    private Trace remembered(ConversationEvent.MessagePosted e) {
        Trace trace = e.trace() != null ? e.trace() : Trace.begunBy(e.message());
        messages.put(e.message(), trace);
        return trace;
    }

    private Trace ofMessage(JournalEntry entry, MessageId message) {
        Trace known = messages.get(message);
        return known != null ? known : lookedUp(entry, message);
    }

    private Trace lookedUp(JournalEntry entry, MessageId message) {
        return reader.latest(
                        entry.stream(),
                        entry.seqNr(),
                        earlier -> earlier.event(codec) instanceof ConversationEvent.MessagePosted e
                                && e.message().equals(message))
                .map(earlier -> trace(earlier, earlier.event(codec)))
                .orElseGet(() -> Trace.begunBy(message));
    }

    /** What is done with a letter belongs to the request that it belongs to. */
    private Trace ofLetter(JournalEntry entry) {
        return reader.latest(
                        entry.stream(),
                        entry.seqNr(),
                        earlier -> earlier.event(codec) instanceof DeadLetterEvent.Opened)
                .map(earlier -> trace(earlier, earlier.event(codec)))
                .orElseGet(() -> new Trace(entry.feed().toString(), idOf(entry), 0));
    }

    private Trace remembered(RunRequest request) {
        Trace trace = of(request);
        traces.put(request.run(), trace);
        return trace;
    }

    private Trace ofRun(JournalEntry entry, RunId run) {
        Trace known = traces.get(run);
        if (known != null) {
            return known;
        }
        Trace found = reader.latest(entry.stream(), entry.seqNr(), earlier -> asksFor(earlier, run))
                .map(earlier -> switch (earlier.event(codec)) {
                    case RunEvent.RunStarted e -> of(e.request());
                    case RunEvent.RunQueued e -> of(e.request());
                    case Object e -> Trace.begunBy(run);
                })
                .orElseGet(() -> Trace.begunBy(run));
        traces.put(run, found);
        return found;
    }

    private boolean asksFor(JournalEntry entry, RunId run) {
        return switch (entry.event(codec)) {
            case RunEvent.RunStarted e -> e.run().equals(run);
            case RunEvent.RunQueued e -> e.run().equals(run);
            case Object e -> false;
        };
    }

    private static Trace of(RunRequest request) {
        Trace trace = request.trace();
        return trace != null ? trace : Trace.begunBy(request.run());
    }
}
