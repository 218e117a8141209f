package org.talkoot.examples.eventpipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/**
 * A draft on its way between writing and review: the payload of all events between them. It carries all that is needed
 * to go on, so that nobody has to remember anything.
 *
 * @param number from 1
 * @param topic the task, in the words in which it came
 * @param sources ids of the documents that it is made from
 * @param reasons why it was rejected; empty before that
 */
record Draft(int number, String topic, List<String> sources, String text, List<String> reasons) {

    static final String WRITTEN = "draft.written";
    static final String APPROVED = "review.approved";
    static final String REJECTED = "review.rejected";

    private static final ObjectMapper JSON = new ObjectMapper();

    Draft {
        sources = List.copyOf(sources);
        reasons = List.copyOf(reasons);
    }

    /** The first draft of a text that is not written yet. */
    static Draft first(String topic, List<String> sources) {
        return new Draft(1, topic, sources, "", List.of());
    }

    /**
     * Reads a payload.
     *
     * @throws IllegalArgumentException when it is none: the run fails, and its event becomes a dead letter that a
     *     person can mend
     */
    static Draft parse(String payload) {
        try {
            return JSON.readValue(payload, Draft.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this is no draft: " + e.getOriginalMessage(), e);
        }
    }

    Draft next() {
        return new Draft(number + 1, topic, sources, "", List.of());
    }

    Draft withText(String changed) {
        return new Draft(number, topic, sources, changed, List.of());
    }

    Draft rejectedFor(List<String> why) {
        return new Draft(number, topic, sources, text, why);
    }

    String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers can be written", e);
        }
    }
}
