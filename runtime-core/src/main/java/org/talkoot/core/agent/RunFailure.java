package org.talkoot.core.agent;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.talkoot.core.AgentType;
import org.talkoot.core.budget.RunLimits.Limit;
import org.talkoot.core.model.ModelFailure;

/** Why a run ended without an answer. */
public sealed interface RunFailure {

    /** A stable code for programs, in kebab-case. */
    String code();

    /** One sentence for people. */
    String detail();

    /** The run reached one of its limits. */
    record LimitReached(Limit limit) implements RunFailure {
        @Override
        public String code() {
            return switch (limit) {
                case STEPS -> "step-limit";
                case MODEL_CALLS -> "model-call-limit";
                case CALLS -> "call-limit";
                case TOKENS -> "token-limit";
                case COST -> "cost-limit";
                case WALL_TIME -> "wall-time-limit";
            };
        }

        @Override
        public String detail() {
            return "The run reached its limit of " + limit.name().toLowerCase(Locale.ROOT);
        }
    }

    /** No model replied, after all retries and fallbacks. */
    record ModelFailed(ModelFailure failure) implements RunFailure {
        @Override
        public String code() {
            return "model-" + failure.code();
        }

        @Override
        public String detail() {
            return failure.message();
        }
    }

    /** A guardrail did not let in what was asked. */
    record Blocked(String guardrail, String reason) implements RunFailure {
        @Override
        public String code() {
            return "blocked";
        }

        @Override
        public String detail() {
            return "Guardrail '%s': %s".formatted(guardrail, reason);
        }
    }

    /** A guardrail did not let out the answer. */
    record AnswerBlocked(String guardrail, String reason) implements RunFailure {
        @Override
        public String code() {
            return "answer-blocked";
        }

        @Override
        public String detail() {
            return "Guardrail '%s': %s".formatted(guardrail, reason);
        }
    }

    /** Nobody replied to an event in time. */
    record NoReply(String eventType) implements RunFailure {
        @Override
        public String code() {
            return "no-reply";
        }

        @Override
        public String detail() {
            return "Nobody replied to '%s' in time.".formatted(eventType);
        }
    }

    /** The brain gave up. */
    record GaveUp(String code, String detail) implements RunFailure {}

    /** The brain threw, or asked for something that is not possible. A bug in the agent. */
    record BrainBroke(String detail) implements RunFailure {
        @Override
        public String code() {
            return "brain-broke";
        }
    }

    /** The agent delegated to an agent that waits for it. */
    record CircularDelegation(AgentType to) implements RunFailure {
        @Override
        public String code() {
            return "circular-delegation";
        }

        @Override
        public String detail() {
            return "'%s' already waits for this run.".formatted(to);
        }
    }

    /** The turn was handed from agent to agent too often. */
    record TooManyHandoffs(int bound) implements RunFailure {
        @Override
        public String code() {
            return "too-many-handoffs";
        }

        @Override
        public String detail() {
            return "The turn was handed over %d times without an answer.".formatted(bound);
        }
    }

    /** The time that the conversation gives a turn is over, and its run has not reported. */
    record TurnTimeOver(Instant deadline) implements RunFailure {
        @Override
        public String code() {
            return "turn-time-limit";
        }

        @Override
        public String detail() {
            return "The turn has no answer, and its time was over at %s.".formatted(deadline);
        }
    }

    /** The agent that was named is not installed. */
    record UnknownAgent(AgentType type) implements RunFailure {
        @Override
        public String code() {
            return "unknown-agent";
        }

        @Override
        public String detail() {
            return "There is no agent '%s'.".formatted(type);
        }
    }

    /** A prompt names tools that are not installed. */
    record UnknownTools(List<String> names) implements RunFailure {
        public UnknownTools {
            names = List.copyOf(names);
        }

        @Override
        public String code() {
            return "unknown-tool";
        }

        @Override
        public String detail() {
            return "There is no tool named %s.".formatted(String.join(", ", names));
        }
    }

    /** Somebody cancelled it. */
    record Cancelled(String reason) implements RunFailure {

        /** Nobody waits for it any more. */
        public static Cancelled withItsAsker() {
            return new Cancelled("The run that asked for it has ended.");
        }

        @Override
        public String code() {
            return "cancelled";
        }

        @Override
        public String detail() {
            return reason;
        }
    }
}
