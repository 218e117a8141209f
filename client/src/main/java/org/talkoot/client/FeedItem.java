package org.talkoot.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** What the feed of a conversation brings, in order. */
public sealed interface FeedItem {

    /**
     * Something that is journalled.
     *
     * @param sequence to go on after; increasing, with gaps
     * @param type such as {@code conversation.answer-posted}; see docs/event-catalogue.md
     */
    record Event(long sequence, String type, Instant time, JsonNode data) implements FeedItem {}

    /**
     * A piece of an answer that is being written. It will be journalled as a whole.
     *
     * @param truncated pieces behind it were dropped, because they were not read in time
     */
    record Piece(String run, String call, String agent, String text, boolean truncated) implements FeedItem {}

    /** The pieces of this call are void: they come again from the beginning. */
    record Anew(String run, String call, String agent) implements FeedItem {}

    /**
     * The feed was cut and goes on after the last event, without gap or repeat. Pieces that were written meanwhile are
     * missing, so those seen before are worth nothing: the event that ends them has it all.
     */
    record Resumed(long after) implements FeedItem {}
}
