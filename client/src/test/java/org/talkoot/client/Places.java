package org.talkoot.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.ModelClient;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.gateway.node.Talkoot;

/** An application to speak to. */
final class Places {

    static final String WHOLE = "one two three four ";

    private Places() {}

    sealed interface Place {
        record Street(String name, int number) implements Place {}

        record Sea(String name) implements Place {}
    }

    record Found(Place place, Optional<String> note) {}

    /** @param heldBack the model says two words of four, and no more */
    static Talkoot application(boolean heldBack) {
        return Talkoot.agents(List.of(
                        AgentDefinition.of("counter", "counts", LlmBrain.of("Count.")),
                        AgentDefinition.of(
                                "finder",
                                "finds places",
                                new CodeBrain(view -> Next.Answer.data(
                                        new Found(new Place.Street("Aleksanterinkatu", 7), Optional.empty())))),
                        AgentDefinition.of(
                                "asker",
                                "asks",
                                new CodeBrain(view -> view.lastStep().isEmpty()
                                        ? new Next.AskHuman("May I?", Duration.ofHours(1))
                                        : new Next.Answer(view.lastStep().get().toString()))),
                        AgentDefinition.of(
                                "mirror",
                                "shows what it is shown",
                                new CodeBrain(view -> new Next.Answer("See.").attaching(view.attachments()))),
                        AgentDefinition.of("waiter", "waits for a signal", new CodeBrain(view -> switch (view.steps()
                                .size()) {
                            case 0 -> Next.Show.text("stage", "begun");
                            case 1 -> new Next.AwaitSignal("go", Duration.ofMinutes(30));
                            default -> new Next.Answer("gone");
                        })),
                        AgentDefinition.of("breaker", "fails", new CodeBrain(view -> {
                            throw new IllegalStateException("on purpose");
                        }))))
                .model(new Words(heldBack));
    }

    private record Words(boolean heldBack) implements ModelClient {

        @Override
        public ModelOutcome call(ModelRequest request, Deltas deltas) throws InterruptedException {
            int words = 0;
            for (String word : WHOLE.split("(?<= )")) {
                if (heldBack && words++ == 2) {
                    new CountDownLatch(1).await();
                }
                deltas.next(request.origin(), word);
            }
            return new ModelOutcome.Replied(
                    new ModelReply.Answer(WHOLE), TokenUsage.of(1, 4), new ModelName("test/words"));
        }
    }

    /** The same in a process of its own. */
    static final class Held {

        private Held() {}

        public static void main(String[] args) {
            application(true).run(args);
        }
    }

    static final class Free {

        private Free() {}

        public static void main(String[] args) {
            application(false).run(args);
        }
    }
}
