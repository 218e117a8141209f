package org.talkoot.core.run.state;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.attachment.Attachment;
import org.talkoot.core.guard.Place;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolResult;

/** What somebody is asked about, for a guardrail: it goes on when they have said what to do. */
public sealed interface Checking {

    Place place();

    /** What the run is asked. */
    record Task() implements Checking {
        @Override
        public Place place() {
            return Place.INPUT;
        }
    }

    /**
     * A call of a tool that has not begun.
     *
     * @param proposed whether a model wants it; false: the brain does, and it gets its number when it begins
     */
    record Arguments(ToolCall call, boolean proposed) implements Checking {
        @Override
        public Place place() {
            return Place.TOOL_ARGUMENTS;
        }
    }

    /** What a tool has said; nobody has heard it. */
    record Result(ToolCall call, ToolResult result) implements Checking {
        @Override
        public Place place() {
            return Place.TOOL_RESULT;
        }
    }

    /**
     * The answer of the run.
     *
     * @param text null: the last reply of the model
     * @param dataType as in {@link org.talkoot.core.run.RunEvent.RunAnswered}
     */
    record Answer(@Nullable String text, @Nullable String dataType, List<Attachment> attachments) implements Checking {

        public Answer {
            attachments = List.copyOf(attachments);
        }

        @Override
        public Place place() {
            return Place.OUTPUT;
        }
    }
}
