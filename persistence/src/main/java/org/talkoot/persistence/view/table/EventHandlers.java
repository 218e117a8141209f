package org.talkoot.persistence.view.table;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.journal.JournalEntry;

/**
 * What a projection does with which events. Others are passed over by their name, without being decoded: a view cares
 * for few of them, and a new event is nothing to it.
 *
 * @param <B> what the changes of a batch are collected in
 */
public final class EventHandlers<B> {

    /** What is done with one kind of event. */
    @FunctionalInterface
    public interface Handler<E, B> {

        void handle(B batch, JournalEntry entry, E event);
    }

    private final EventCodec codec;
    private final Map<String, Handler<Object, B>> handlers = new LinkedHashMap<>();

    public EventHandlers(EventCodec codec) {
        this.codec = codec;
    }

    public <E> EventHandlers<B> on(Class<E> type, Handler<E, B> handler) {
        handlers.put(codec.nameOf(type), (batch, entry, event) -> handler.handle(batch, entry, type.cast(event)));
        return this;
    }

    public void handle(B batch, JournalEntry entry) {
        @Nullable Handler<Object, B> handler = handlers.get(entry.type());
        if (handler != null) {
            handler.handle(batch, entry, entry.event(codec));
        }
    }
}
