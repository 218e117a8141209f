package org.talkoot.persistence.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.talkoot.core.bus.EventInbox;
import org.talkoot.core.conversation.ConversationState;
import org.talkoot.core.deadletter.DeadLetterState;
import org.talkoot.core.memory.MemoryState;
import org.talkoot.core.run.state.RunState;
import org.talkoot.core.schedule.ScheduleState;
import org.talkoot.core.tool.ToolResult;

/**
 * Writes events and states as compact JSON and reads them back, whatever release wrote them. Immutable, for any thread;
 * a typical event takes a few microseconds either way.
 *
 * <p>A name it does not know, a version newer than its own, or a field that the version does not have, is a
 * {@link JournalException}: it never guesses, and what it would pass over could be what matters (ADR 0052).
 */
public final class EventCodec {

    private record Format(Catalog.Entry entry, ObjectWriter writer, ObjectReader reader) {}

    private final JsonMapper mapper;
    private final Map<Class<?>, Format> byType = new LinkedHashMap<>();
    private final Map<String, Format> byName = new LinkedHashMap<>();

    public EventCodec(Catalog catalog) {
        JsonMapper plain = CatalogMapper.of(catalog);
        this.mapper = plain.rebuild().addModule(new OfferModule(plain)).build();
        for (Catalog.Entry entry : catalog.entries()) {
            Format format = new Format(
                    entry,
                    mapper.writerFor(entry.type()),
                    mapper.readerFor(entry.type()).with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES));
            byType.put(entry.type(), format);
            byName.put(entry.name(), format);
        }
    }

    /** The codec of this release. */
    public static EventCodec standard() {
        return new EventCodec(EventCatalog.standard());
    }

    /** How it writes the core's values, for whoever sends the same values elsewhere; not to be configured further. */
    public JsonMapper values() {
        return mapper;
    }

    /** In full, for whoever has no journal. */
    public Encoded encode(Object event) {
        return encode(event, event.getClass());
    }

    /** As a journal stores it: what is in it by reference stands beside it. */
    public Encoded encodeReferring(Object event) {
        return encodeReferring(event, event.getClass());
    }

    /** The contents that it refers to must be in {@link Encoded#contents}. */
    public Object decode(Encoded stored) {
        return decode(stored.type(), stored.version(), stored.json(), stored.contents());
    }

    public Object decode(String name, int version, byte[] json) {
        return decode(name, version, json, List.of());
    }

    private Object decode(String name, int version, byte[] json, List<Content> contents) {
        Format format = byName.get(name);
        if (format == null) {
            throw JournalException.unknownEvent(name, version);
        }
        if (version > format.entry().version()) {
            throw JournalException.newerVersion(name, version, format.entry().version());
        }
        ObjectReader reader =
                contents.isEmpty() ? format.reader() : format.reader().withAttribute(OfferModule.CONTENTS, contents);
        try {
            return version == format.entry().version()
                    ? reader.readValue(json)
                    : reader.readValue(upcast(format.entry(), version, json));
        } catch (IOException e) {
            throw JournalException.unreadable(name, version, e);
        }
    }

    /** A state of one of the aggregates, or a tool's result: stored by the name of its family. */
    public Encoded encodeState(Object state) {
        return encode(state, family(state));
    }

    /** The same as a journal stores it: what is in it by reference stands beside it. */
    public Encoded encodeStateReferring(Object state) {
        return encodeReferring(state, family(state));
    }

    private static Class<?> family(Object state) {
        return switch (state) {
            case ConversationState s -> ConversationState.class;
            case RunState s -> RunState.class;
            case ToolResult s -> ToolResult.class;
            case EventInbox.Received s -> EventInbox.Received.class;
            case DeadLetterState s -> DeadLetterState.class;
            case ScheduleState s -> ScheduleState.class;
            case MemoryState s -> MemoryState.class;
            default -> throw JournalException.notInCatalog(state.getClass());
        };
    }

    /** The stable name of an event. */
    public String nameOf(Class<?> event) {
        return format(event).entry().name();
    }

    /** Whether this release can read what was stored; a snapshot that it cannot is passed over. */
    public boolean reads(String name, int version) {
        Format format = byName.get(name);
        return format != null && version <= format.entry().version();
    }

    /** All that this release can read: each name with the newest version of it. */
    public Map<String, Integer> kinds() {
        Map<String, Integer> kinds = new LinkedHashMap<>();
        byName.forEach((name, format) -> kinds.put(name, format.entry().version()));
        return kinds;
    }

    /** The stored JSON as a tree, in the shape of the current version. */
    public JsonNode tree(String name, int version, byte[] json) {
        Format format = byName.get(name);
        if (format == null) {
            throw JournalException.unknownEvent(name, version);
        }
        try {
            return upcast(format.entry(), version, json);
        } catch (IOException e) {
            throw JournalException.unreadable(name, version, e);
        }
    }

    private Encoded encode(Object value, Class<?> type) {
        Format format = format(type);
        return new Encoded(format.entry().name(), format.entry().version(), bytes(value, format.writer()));
    }

    private Encoded encodeReferring(Object value, Class<?> type) {
        Format format = format(type);
        List<Content> contents = new ArrayList<>();
        ObjectWriter writer = format.writer().withAttribute(OfferModule.CONTENTS, contents);
        byte[] json = bytes(value, writer);
        return new Encoded(format.entry().name(), format.entry().version(), json, contents);
    }

    private Format format(Class<?> type) {
        Format format = byType.get(type);
        if (format == null) {
            throw JournalException.notInCatalog(type);
        }
        return format;
    }

    private static byte[] bytes(Object value, ObjectWriter writer) {
        try {
            return writer.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw JournalException.notWritable(value.getClass(), e);
        }
    }

    private JsonNode upcast(Catalog.Entry entry, int version, byte[] json) throws IOException {
        JsonNode tree = mapper.readTree(json);
        List<Upcaster> steps = entry.upcasters();
        for (Upcaster step : steps.subList(Math.min(version - 1, steps.size()), steps.size())) {
            tree = step.upcast(tree);
        }
        return tree;
    }
}
