package org.talkoot.core.run;

import org.talkoot.core.AgentType;

import java.time.Duration;
import java.util.List;

/** The next step of a run, as its brain wants it. */
public sealed interface Next {

    /**
     * Ask a model.
     *
     * @param from index of the first message of the history that it is shown
     */
    record CallModel(Prompt prompt, int from) implements Next {}

    /** Run what the model asked for in its last reply: tools, and delegations offered as tools. */
    record RunProposed() implements Next {}

    /**
     * Call these tools, all at once. Their results are steps; a model that is to read them needs
     * them in a {@link Note}.
     */
    record CallTools(List<ToolRequest> calls) implements Next {
        public CallTools {
            calls = List.copyOf(calls);
        }
    }

    /** Ask these agents, all at once, and wait for all of them. */
    record Delegate(List<Task> tasks) implements Next {
        public Delegate {
            tasks = List.copyOf(tasks);
        }

        /** One agent and what it is asked to do. */
        public record Task(AgentType to, String text) {}
    }

    /** Give the conversation to another agent. Ends the run. */
    record HandOff(AgentType to, String note) implements Next {}

    /** Ask a human for a decision, and wait at most this long; silence is a no. */
    record AskHuman(String question, Duration patience) implements Next {}

    /**
     * Tell the world. Nothing is waited for; the event leaves by the journal.
     *
     * @param payload what to tell, as a JSON value; any other text reaches those who hear it as a
     *     JSON string
     */
    record Publish(String eventType, String payload) implements Next {}

    /**
     * Tell the world and wait for the first agent that answers: as {@link Delegate}, but to whoever
     * subscribes to the event. Nobody answering in time is an outcome too, {@link
     * RunFailure.NoReply}.
     *
     * @param payload as in {@link Publish}
     */
    record Request(String eventType, String payload, Duration patience) implements Next {}

    /** Write something down for later steps and go on at once. This is how brains compose. */
    record Note(String label, String text) implements Next {}

    /** Wait. */
    record Sleep(Duration length) implements Next {}

    /** Answer in the model's own words: its last reply. Ends the run. */
    record AnswerAsReplied() implements Next {}

    /** Answer. Ends the run. */
    record Answer(String text) implements Next {}

    /** Give up. Ends the run. */
    record Fail(RunFailure failure) implements Next {}
}
