package org.talkoot.core.brain;

import org.talkoot.core.agent.Needs;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.json.Json;
import org.talkoot.core.schema.DataType;

/**
 * A tool or an agent that a brain in plain Java calls, or a signal that it waits for, with the types of what goes in
 * and comes out.
 */
public sealed interface Handle permits ToolHandle, AgentHandle, SignalHandle {

    /** What has to be there. */
    Needs needs();

    /** A record or a sealed interface as its JSON, text as it is. */
    static <T> String written(Class<T> type, T value) {
        return type == String.class ? (String) value : DataType.of(type).write(value);
    }

    /** An answer within other JSON: a value as it is, prose as a text. */
    static Json json(Next.Answer answer) {
        return answer.dataType() == null ? new Json.Text(answer.text()) : Json.parse(answer.text());
    }

    static <T> Called<T> read(String from, Class<T> type, String text) {
        if (type == String.class) {
            return new Called.Came<>(type.cast(text));
        }
        return switch (DataType.of(type).read(text)) {
            case DataType.Reading.Fits<T> fits -> new Called.Came<>(fits.value());
            case DataType.Reading.Misfits<T> misfits ->
                new Called.Failed<>(new RunFailure.GaveUp(
                        "unreadable-result",
                        "what %s brought is no %s: %s"
                                .formatted(from, type.getSimpleName(), String.join("; ", misfits.problems()))));
        };
    }

    /** Fails here, where it is written down, when no schema can say the type. */
    static void requireReadable(Class<?> type) {
        if (type != String.class) {
            DataType.of(type);
        }
    }
}
