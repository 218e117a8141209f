package org.talkoot.core.approval;

import java.math.BigDecimal;
import java.util.Optional;
import org.talkoot.core.Caller;
import org.talkoot.core.json.Json;
import org.talkoot.core.schema.DataType;

/**
 * A call that has not begun, as a policy sees it.
 *
 * @param arguments what the tool will be called with, read once and strictly: no name twice, none that the tool does
 *     not know, every digit as it was written. A tool that takes plain text has a {@link Json.Text} here
 * @param caller on whose behalf the call is made
 */
public record ProposedCall(String tool, Json arguments, Caller caller) {

    /** The argument of that name as a number; empty when there is none, or it is something else. */
    public Optional<BigDecimal> number(String name) {
        return argument(name) instanceof Json.Num number
                ? Optional.of(new BigDecimal(number.text()))
                : Optional.empty();
    }

    /** The argument of that name as text; empty when there is none, or it is something else. */
    public Optional<String> text(String name) {
        return argument(name) instanceof Json.Text text ? Optional.of(text.value()) : Optional.empty();
    }

    /** All arguments as a value of this record; empty when they do not fit it. */
    public <T> Optional<T> as(Class<T> type) {
        return DataType.of(type).read(arguments.write()).fitting();
    }

    private Json argument(String name) {
        return arguments instanceof Json.Obj object
                ? object.fields().getOrDefault(name, new Json.Null())
                : new Json.Null();
    }
}
