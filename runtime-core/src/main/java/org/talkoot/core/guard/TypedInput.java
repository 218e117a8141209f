package org.talkoot.core.guard;

import org.talkoot.core.schema.DataType;

/** What is asked is a value of this type, as JSON, or it is not let in. */
public record TypedInput(DataType<?> type) implements Guardrail {

    @Override
    public String name() {
        return "input";
    }

    @Override
    public Verdict check(String text) {
        return switch (type.read(text)) {
            case DataType.Reading.Fits<?> fits -> Verdict.pass();
            case DataType.Reading.Misfits<?> misfits ->
                new Verdict.Block("it is no %s: %s".formatted(type.name(), String.join("; ", misfits.problems())));
        };
    }
}
