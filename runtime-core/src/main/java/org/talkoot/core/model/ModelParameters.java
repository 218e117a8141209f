package org.talkoot.core.model;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a model is to answer, beside what it is told. What is null or empty is left to the provider and its settings. Not
 * every provider has all of them: a node does not start when an agent asks one for what it has not.
 *
 * @param temperature from 0, where the likeliest is said
 * @param topP the share of the likeliest that is chosen from, above 0 and at most 1
 * @param maxOutputTokens tokens of one reply
 * @param stop texts at which a reply ends, before them
 * @param seed makes replies to the same request alike, as far as the provider can
 * @param cache whether instructions and tools are marked as what later calls begin with too, for providers who cache
 *     what they are told to. To those who find out by themselves, or do not cache, it means nothing
 */
public record ModelParameters(
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Integer maxOutputTokens,
        List<String> stop,
        @Nullable Integer seed,
        @Nullable ToolUse toolUse,
        @Nullable Effort reasoningEffort,
        boolean cache) {

    /** Everything is left to the provider. */
    public static final ModelParameters NONE =
            new ModelParameters(null, null, null, List.of(), null, null, null, false);

    /** Whether a model calls tools. */
    public sealed interface ToolUse {

        /** It calls one before it says anything. After the first outputs it is free. */
        ToolUse FIRST = new First();

        /** It sees them and calls none. */
        ToolUse NEVER = new Never();

        /** It calls this one before it says anything. After the output it is free. */
        static ToolUse first(String tool) {
            return new FirstNamed(tool);
        }

        /** See {@link #FIRST}. */
        record First() implements ToolUse {}

        /** See {@link #NEVER}. */
        record Never() implements ToolUse {}

        /** See {@link #first(String)}. */
        record FirstNamed(String tool) implements ToolUse {}
    }

    /** How long a model thinks. */
    public enum Effort {
        LOW,
        MEDIUM,
        HIGH
    }

    public ModelParameters {
        stop = List.copyOf(stop);
        require(temperature == null || temperature >= 0, "a temperature is 0 or more");
        require(topP == null || (topP > 0 && topP <= 1), "top-p is above 0 and at most 1");
        require(maxOutputTokens == null || maxOutputTokens > 0, "a reply has at least one token");
        require(stop.stream().noneMatch(String::isEmpty), "a text that ends a reply is not empty");
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    public ModelParameters withTemperature(double changed) {
        return new ModelParameters(changed, topP, maxOutputTokens, stop, seed, toolUse, reasoningEffort, cache);
    }

    public ModelParameters withTopP(double changed) {
        return new ModelParameters(temperature, changed, maxOutputTokens, stop, seed, toolUse, reasoningEffort, cache);
    }

    public ModelParameters withMaxOutputTokens(int changed) {
        return new ModelParameters(temperature, topP, changed, stop, seed, toolUse, reasoningEffort, cache);
    }

    public ModelParameters withStop(String... changed) {
        return new ModelParameters(
                temperature, topP, maxOutputTokens, List.of(changed), seed, toolUse, reasoningEffort, cache);
    }

    public ModelParameters withSeed(int changed) {
        return new ModelParameters(temperature, topP, maxOutputTokens, stop, changed, toolUse, reasoningEffort, cache);
    }

    public ModelParameters withToolUse(ToolUse changed) {
        return new ModelParameters(temperature, topP, maxOutputTokens, stop, seed, changed, reasoningEffort, cache);
    }

    public ModelParameters withReasoningEffort(Effort changed) {
        return new ModelParameters(temperature, topP, maxOutputTokens, stop, seed, toolUse, changed, cache);
    }

    /** Instructions and tools are marked to be cached. */
    public ModelParameters withCache() {
        return new ModelParameters(temperature, topP, maxOutputTokens, stop, seed, toolUse, reasoningEffort, true);
    }

    /** The tool that it has to call before it says anything; empty: there is none that it has to. */
    public Optional<String> firstTool() {
        return toolUse instanceof ToolUse.FirstNamed(String tool) ? Optional.of(tool) : Optional.empty();
    }
}
