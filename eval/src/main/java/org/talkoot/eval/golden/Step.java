package org.talkoot.eval.golden;

import com.fasterxml.jackson.databind.JsonNode;

/** Something that an agent of a golden conversation asked for, and what it heard. */
sealed interface Step {

    /** Who asked. */
    String agent();

    /** In which of the agent's runs, from 1. */
    int run();

    /**
     * A model was asked.
     *
     * @param told all that it was told, as {@link Told} has it
     * @param heard its reply, in the words of the journal
     */
    record OfModel(String agent, int run, JsonNode told, JsonNode heard) implements Step {}

    /**
     * A tool was called.
     *
     * @param heard its result, in the words of the journal
     */
    record OfTool(String agent, int run, String tool, String arguments, JsonNode heard) implements Step {}
}
