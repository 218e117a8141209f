package org.talkoot.eval.outcome;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What was said, and what came of it. */
public record Turn(String said, Ending ending) {

    /** How a turn ends. */
    public sealed interface Ending {}

    /**
     * With an answer.
     *
     * @param data the answer as a value, where the agent answers with one
     */
    public record Answered(String agent, String text, Optional<JsonNode> data) implements Ending {}

    /**
     * Without.
     *
     * @param code such as {@code blocked}; {@link #OUT_OF_TIME} when the case had no time left
     */
    public record Failed(String code, String detail) implements Ending {}

    /** The time of the case was over before the turn was. */
    public static final String OUT_OF_TIME = "out-of-time";

    /** The answer's text; of a failure, none. */
    public Optional<String> answer() {
        return ending instanceof Answered answered ? Optional.of(answered.text()) : Optional.empty();
    }

    public Optional<Failed> failure() {
        return ending instanceof Failed failed ? Optional.of(failed) : Optional.empty();
    }
}
