package org.talkoot.eval.suite;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Something that has to be so.
 *
 * @param said how its author wrote it, for reports
 */
public record Check(String said, Place at, Rule rule) {

    /** What has to be so. */
    public sealed interface Rule {}

    /**
     * About an answer.
     *
     * @param of of which message, from 1; 0: the last
     */
    public record Answer(int of, TextRule text) implements Rule {}

    /** About an answer's value, at a place in it. */
    public record Value(int of, String pointer, JsonNode equal) implements Rule {}

    /** About a text. */
    public sealed interface TextRule {

        record Contains(String part) implements TextRule {}

        record Lacks(String part) implements TextRule {}

        record Matches(Pattern pattern) implements TextRule {}

        record Equals(String text) implements TextRule {}
    }

    /**
     * About calls of a tool.
     *
     * @param with arguments that a call has to have, perhaps among others, to be counted
     * @param times exactly so often; empty: at least once
     */
    public record Called(String tool, Optional<JsonNode> with, Optional<Integer> times) implements Rule {}

    public record ModelCalls(int atMost) implements Rule {}

    public record Tokens(long atMost) implements Rule {}

    /** In millionths of the currency of the prices. */
    public record Cost(long atMostMicros) implements Rule {}

    /** The last turn ends without an answer, for this reason. */
    public record Fails(String code) implements Rule {}

    /** A model says how well the conversation meets the criteria, from 0 to 1. */
    public record Judged(String criteria, double atLeast) implements Rule {}

    /** A class on the class path says. */
    public record Coded(String name, JsonNode with) implements Rule {}
}
