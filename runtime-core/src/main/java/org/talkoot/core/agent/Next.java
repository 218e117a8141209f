package org.talkoot.core.agent;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.approval.ApprovalTerms;
import org.talkoot.core.approval.Approvals;
import org.talkoot.core.attachment.Attachment;
import org.talkoot.core.budget.Budget;
import org.talkoot.core.json.Json;
import org.talkoot.core.schema.DataType;
import org.talkoot.core.signal.Said;

/**
 * The next step of a run, as its brain wants it. A step that makes no sense cannot be made: the brain that tries
 * throws, which ends its run with {@link RunFailure.BrainBroke}.
 *
 * <p>No wait outlasts its run: at the end of the wall time of {@link org.talkoot.core.budget.RunLimits} the run fails,
 * whatever it still waits for. That time stands still while people are waited for.
 */
public sealed interface Next {

    /** A step after which the run goes on. */
    sealed interface Ongoing extends Next {}

    /** A step that ends the run. */
    sealed interface Ending extends Next {}

    /** A piece of work that a brain gives to somebody: a tool that is called, or an agent that is asked. */
    sealed interface Work permits ToolRequest, Delegate.Task {

        /**
         * Begins those of the first one's kind, up to the first of the other: a brain that {@link Brain#watches} is
         * asked again at once, and begins the rest.
         */
        static Ongoing begin(List<? extends Work> work) {
            return switch (work.getFirst()) {
                case ToolRequest call -> new CallTools(leading(work, ToolRequest.class));
                case Delegate.Task task -> new Delegate(leading(work, Delegate.Task.class));
            };
        }

        private static <W extends Work> List<W> leading(List<? extends Work> work, Class<W> kind) {
            return work.stream().takeWhile(kind::isInstance).map(kind::cast).toList();
        }
    }

    /**
     * Ask a model. Which one may differ from call to call of one prompt, and so may what fills the blanks of its
     * instructions: the prompt is journalled once whatever does.
     *
     * @param from index of the first message of the history that it is shown
     * @param values what fills the blanks, by name, word for word
     */
    record CallModel(Prompt prompt, int from, SequencedMap<String, String> values) implements Ongoing {

        /** Characters that all values of one call may have together. */
        public static final int MOST_VALUES = 32_768;

        public CallModel {
            requireNonNull(prompt, "a call of a model has a prompt");
            values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
            requireBounded(values.values());
        }

        /** With instructions that have no blanks. */
        public CallModel(Prompt prompt, int from) {
            this(prompt, from, new LinkedHashMap<>());
        }

        private static void requireBounded(Collection<String> values) {
            int length = 0;
            for (String value : values) {
                length += value.length();
            }
            if (length > MOST_VALUES) {
                throw new IllegalArgumentException("what fills instructions has at most %,d characters in all, not %,d"
                        .formatted(MOST_VALUES, length));
            }
        }
    }

    /**
     * Run what the model asked for in its last reply: tools, and agents that were offered as tools. A call of something
     * that it was not offered is refused, and the model hears of it; a handoff ends the run. A call that people have to
     * agree to begins when they have; the others do not wait for it.
     *
     * @param approvals what the brain wants approved beside what the tools themselves declare
     */
    record RunProposed(Approvals approvals) implements Ongoing {

        /** All that the tools let run. */
        public RunProposed() {
            this(Approvals.NONE);
        }
    }

    /**
     * Call these tools, all at once. Their results are steps; a model that is to read them needs them in a
     * {@link Note}. A tool that declares that people have to agree is called when they have, or has failed with
     * {@code denied} or {@code approval-expired}.
     */
    record CallTools(List<ToolRequest> calls) implements Ongoing {
        public CallTools {
            calls = List.copyOf(calls);
        }

        public static CallTools of(ToolRequest... calls) {
            return new CallTools(List.of(calls));
        }
    }

    /**
     * Ask these agents, all at once, and wait for all of them. Each task has an agent instance of its own, unless it is
     * {@link Task#named}.
     */
    record Delegate(List<Task> tasks) implements Ongoing {

        /** How many agents may wait for each other in a row; a longer chain is settled as failed. */
        public static final int DEEPEST = 16;

        /**
         * How many instances of their own, asked at once, live on the node of their conversation; those of a wider fan
         * are spread over all nodes.
         */
        public static final int TOGETHER = 32;

        public Delegate {
            tasks = List.copyOf(tasks);
        }

        public static Delegate of(Task... tasks) {
            return new Delegate(List.of(tasks));
        }

        /**
         * One agent and what it is asked to do.
         *
         * @param colleague the name of the instance that is asked; empty: one of its own
         * @param budget what it may spend; no more than is left to the run that asks. Null: its own limits, or, when
         *     that run has been handed a budget itself, an equal part of what is left of it
         */
        public record Task(
                AgentType to,
                String text,
                String colleague,
                @Nullable Budget budget) implements Work {
            public Task {
                requireNonNull(to, "a task names an agent");
                requireNonNull(text, "a task has a text");
                requireNonNull(colleague, "a colleague has a name");
            }

            /** Without a budget of its own. */
            public Task(AgentType to, String text, String colleague) {
                this(to, text, colleague, null);
            }

            /** For an instance of its own, which does this and nothing else. */
            public Task(AgentType to, String text) {
                this(to, text, "");
            }

            /** The same, which may spend this. */
            public Task spending(Budget changed) {
                return new Task(to, text, colleague, changed);
            }

            /** For an instance of its own, which finds the value by {@link RunView#task(Class)}. */
            public static Task of(AgentType to, Record value) {
                return new Task(to, DataType.of(value).write(value));
            }

            /** The same with a value of a sealed interface. */
            public static <T> Task of(AgentType to, Class<T> type, T value) {
                return new Task(to, DataType.of(type).write(value));
            }

            /**
             * For the colleague of this name, of whom there is one in the conversation: it does one task after the
             * other and remembers them. When it is busy and the asker is itself waited for by a colleague, or is one,
             * the two might wait for each other: then the task is settled as {@link RunFailure.CircularDelegation}.
             */
            public static Task named(AgentType to, String colleague, String text) {
                return new Task(to, text, requireName(colleague));
            }

            private static String requireName(String colleague) {
                if (!colleague.matches("[a-z0-9_-]{1,60}")) {
                    throw new IllegalArgumentException(
                            "a colleague is named by 1 to 60 of a-z 0-9 _ -, not '%s'".formatted(colleague));
                }
                return colleague;
            }
        }
    }

    /**
     * Give the conversation to another agent, or what an event began. What the run was for goes on with the other
     * agent.
     */
    record HandOff(AgentType to, String note) implements Ending {

        /** How often what an event began may change hands; turns have their own limit. */
        public static final int MOST = 8;

        public HandOff {
            requireNonNull(to, "a handoff names an agent");
            requireNonNull(note, "a handoff has a note");
        }
    }

    /**
     * Ask a human for a decision, and wait at most this long; silence is a no. Nobody is waited for longer than
     * {@link ApprovalTerms#LONGEST}.
     *
     * @param about the call whose doubt is asked about: its result, when it comes after all, ends the question; null: a
     *     person alone can answer
     */
    record AskHuman(
            String question, Duration patience, @Nullable CallId about) implements Ongoing {
        public AskHuman {
            requireQuestion(question);
            requireWait(patience);
        }

        /** What a person alone can answer. */
        public AskHuman(String question, Duration patience) {
            this(question, patience, null);
        }
    }

    /**
     * Tell the world. Nothing is waited for; the event leaves by the journal.
     *
     * @param payload what to tell, as a JSON value; any other text reaches those who hear it as a JSON string
     */
    record Publish(String eventType, String payload) implements Ongoing {
        public Publish {
            requireNonNull(eventType, "an event has a type");
            requireNonNull(payload, "an event has a payload");
        }
    }

    /**
     * Tell the world and wait for the first agent that answers: as {@link Delegate}, but to whoever subscribes to the
     * event. Nobody answering in time is an outcome too, {@link RunFailure.NoReply}.
     *
     * @param payload as in {@link Publish}
     */
    record Request(String eventType, String payload, Duration patience) implements Ongoing {
        public Request {
            requireNonNull(eventType, "an event has a type");
            requireNonNull(payload, "an event has a payload");
            requireWait(patience);
        }
    }

    /**
     * Nothing more for now: ask again when something that is open has come. For brains that {@link Brain#watches}; it
     * is not journalled.
     */
    record Await() implements Ongoing {}

    /**
     * Give up these calls. Nobody waits for them any more, and each has become {@link Step.GivenUp}: what has not begun
     * never begins, who works on one is told to stop, and what may have happened all the same is noted when it is
     * known, as with a run that has ended.
     */
    record Cancel(List<CallId> calls) implements Ongoing {
        public Cancel {
            calls = List.copyOf(calls);
            if (calls.isEmpty()) {
                throw new IllegalArgumentException("nothing is given up");
            }
        }
    }

    /**
     * Write something down for later steps and go on at once. This is how brains compose.
     *
     * @param dataType as in {@link Answer}, of a note that is what another brain has answered; null: any text
     */
    record Note(String label, String text, @Nullable String dataType) implements Ongoing {
        public Note {
            requireNonNull(label, "a note has a label");
            requireNonNull(text, "a note has a text");
        }

        /** Any text. */
        public Note(String label, String text) {
            this(label, text, null);
        }
    }

    /**
     * Do not take the model's last reply for an answer, and tell it why; the brain goes on at once. The reply and the
     * reason are in the history from now on, so a model that is asked again reads both.
     */
    record RejectReply(String why) implements Ongoing {
        public RejectReply {
            requireNonNull(why, "a rejection has a reason");
        }
    }

    /** Wait. */
    record Sleep(Duration length) implements Ongoing {
        public Sleep {
            requireWait(length);
        }
    }

    /**
     * Answer in the model's own words: its last reply.
     *
     * @param dataType as in {@link Answer}
     */
    record AnswerAsReplied(@Nullable String dataType) implements Ending {

        /** In prose. */
        public AnswerAsReplied() {
            this(null);
        }
    }

    /**
     * Answer.
     *
     * @param dataType the name of the type of the data that the text is, as JSON; null: it is prose
     * @param attachments what belongs to the text: what was attached to a message or to the result of a tool
     */
    record Answer(String text, @Nullable String dataType, List<Attachment> attachments) implements Ending {

        public Answer {
            requireNonNull(text, "an answer has a text");
            attachments = Attachment.bounded(attachments);
        }

        /** In words alone. */
        public Answer(String text, @Nullable String dataType) {
            this(text, dataType, List.of());
        }

        /** In prose. */
        public Answer(String text) {
            this(text, null);
        }

        /** The same with these. */
        public Answer attaching(List<Attachment> attached) {
            return new Answer(text, dataType, attached);
        }

        /** With a value. */
        public static Answer data(Record value) {
            return data(DataType.of(value), value);
        }

        /** With a value of a sealed interface: whoever reads it learns which variant it is. */
        public static <T> Answer data(Class<T> type, T value) {
            return data(DataType.of(type), value);
        }

        private static <T> Answer data(DataType<T> type, T value) {
            return new Answer(type.write(value), type.name());
        }
    }

    /**
     * Wait for a signal of this name from outside, at most this long and no longer than the run lasts. One that came
     * before anybody waited for it is taken at once, the oldest first; several waits for one name are served in their
     * order. What comes is {@link Step.Signalled}; nothing in time is {@link Step.SignalMissed}.
     *
     * @param name as in {@link Said}
     */
    record AwaitSignal(String name, Duration patience) implements Ongoing {
        public AwaitSignal {
            Said.requireName(name);
            requireWait(patience);
        }
    }

    /**
     * Show a value under a name, for others to read while the run goes on and when it has ended; the brain goes on at
     * once. What was shown under that name before is replaced. A run shows values under 32 names at most.
     *
     * @param name as in {@link Said}
     * @param json a JSON value, as in {@link Said}
     */
    record Show(String name, String json) implements Ongoing {
        public Show {
            Said unused = new Said(name, json);
        }

        /** With a value. */
        public static Show data(String name, Record value) {
            return new Show(name, DataType.of(value).write(value));
        }

        /** With a text. */
        public static Show text(String name, String text) {
            return new Show(name, new Json.Text(text).write());
        }
    }

    /** Give up. */
    record Fail(RunFailure failure) implements Ending {
        public Fail {
            requireNonNull(failure.code(), "a failure has a code");
            requireNonNull(failure.detail(), "a failure has a detail");
        }
    }

    private static void requireQuestion(String question) {
        if (question.isBlank()) {
            throw new IllegalArgumentException("a question must not be blank");
        }
    }

    private static void requireWait(Duration wait) {
        if (wait.isNegative()) {
            throw new IllegalArgumentException("a wait must not be negative, but is " + wait);
        }
    }
}
