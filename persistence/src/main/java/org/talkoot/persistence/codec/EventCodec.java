package org.talkoot.persistence.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.talkoot.core.bus.DeadLetterState;
import org.talkoot.core.bus.EventInbox;
import org.talkoot.core.conversation.ConversationState;
import org.talkoot.core.run.RunState;
import org.talkoot.core.tool.ToolResult;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes events and states as compact JSON and reads them back, whatever release wrote them.
 * Immutable, for any thread; a typical event takes a few microseconds either way.
 *
 * <p>Fields it does not know are ignored. A name it does not know, or a version newer than its own,
 * is a {@link JournalException}: it never guesses.
 */
public final class EventCodec {

    private record Format(Catalog.Entry entry, ObjectWriter writer, ObjectReader reader) {}

    private final JsonMapper mapper;
    private final Map<Class<?>, Format> byType = new LinkedHashMap<>();
    private final Map<String, Format> byName = new LinkedHashMap<>();

    public EventCodec(Catalog catalog) {
        this.mapper = CatalogMapper.of(catalog);
        for (Catalog.Entry entry : catalog.entries()) {
            Format format =
                    new Format(
                            entry, mapper.writerFor(entry.type()), mapper.readerFor(entry.type()));
            byType.put(entry.type(), format);
            byName.put(entry.name(), format);
        }
    }

    /** The codec of this release. */
    public static EventCodec standard() {
        return new EventCodec(EventCatalog.standard());
    }

    public Encoded encode(Object event) {
        return encode(event, event.getClass());
    }

    public Object decode(Encoded stored) {
        return decode(stored.type(), stored.version(), stored.json());
    }

    public Object decode(String name, int version, byte[] json) {
        Format format = byName.get(name);
        if (format == null) {
            throw JournalException.unknownEvent(name, version);
        }
        if (version > format.entry().version()) {
            throw JournalException.newerVersion(name, version, format.entry().version());
        }
        try {
            return version == format.entry().version()
                    ? format.reader().readValue(json)
                    : format.reader().readValue(upcast(format.entry(), version, json));
        } catch (IOException e) {
            throw JournalException.unreadable(name, version, e);
        }
    }

    /** A state of one of the aggregates, or a tool's result: stored by the name of its family. */
    public Encoded encodeState(Object state) {
        return switch (state) {
            case ConversationState s -> encode(s, ConversationState.class);
            case RunState s -> encode(s, RunState.class);
            case ToolResult s -> encode(s, ToolResult.class);
            case EventInbox.Received s -> encode(s, EventInbox.Received.class);
            case DeadLetterState s -> encode(s, DeadLetterState.class);
            default -> throw JournalException.notInCatalog(state.getClass());
        };
    }

    /** The stable name of an event. */
    public String nameOf(Class<?> event) {
        Format format = byType.get(event);
        if (format == null) {
            throw JournalException.notInCatalog(event);
        }
        return format.entry().name();
    }

    /** Whether this release can read what was stored; a snapshot that it cannot is passed over. */
    public boolean reads(String name, int version) {
        Format format = byName.get(name);
        return format != null && version <= format.entry().version();
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
        Format format = byType.get(type);
        if (format == null) {
            throw JournalException.notInCatalog(type);
        }
        try {
            return new Encoded(
                    format.entry().name(),
                    format.entry().version(),
                    format.writer().writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw JournalException.notWritable(type, e);
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
