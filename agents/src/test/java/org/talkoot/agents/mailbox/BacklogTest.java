package org.talkoot.agents.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.StashBuffer;
import org.junit.jupiter.api.Test;

final class BacklogTest {

    private static final String WRITE = "write";
    private static final String LOST = "lost";

    /** What a journal answers is told to the same actor, and is no message of its kind. */
    private enum Journal {
        WRITTEN
    }

    @SuppressWarnings("unchecked")
    private static final Class<Object> TEXTS = (Class<Object>) (Class<?>) String.class;

    private final List<String> seen = new ArrayList<>();
    private final Backlog<Object> backlog = new Backlog<>();

    /** Keeps what it is given during a write, as an entity does, but for what is lost. */
    private final BehaviorTestKit<Object> entity =
            BehaviorTestKit.create(Behaviors.withStash(100, kept -> backlog.around(TEXTS, handling(kept))));

    private Behavior<Object> handling(StashBuffer<Object> kept) {
        return Behaviors.receiveMessage(message -> {
            backlog.lookedAt(message);
            seen.add(message + (backlog.isEmpty() ? " alone" : " and more"));
            return message.equals(WRITE) ? writing(kept) : Behaviors.same();
        });
    }

    private Behavior<Object> writing(StashBuffer<Object> kept) {
        return Behaviors.receiveMessage(message -> {
            if (message == Journal.WRITTEN) {
                return kept.unstashAll(handling(kept));
            }
            if (!message.equals(LOST)) {
                kept.stash(message);
            }
            return Behaviors.same();
        });
    }

    private void told(String... messages) {
        for (String message : messages) {
            entity.run(new String(message)); // each message is one of its own, though they may be equal
        }
    }

    @Test
    void whatComesAloneIsAlone() {
        told("a", "b");

        assertThat(seen).containsExactly("a alone", "b alone");
    }

    @Test
    void theLastOfThoseThatWereKeptIsKnownAsTheLast() {
        told(WRITE, "a", "b", "c");
        entity.run(Journal.WRITTEN);

        assertThat(seen).endsWith("a and more", "b and more", "c alone");
    }

    @Test
    void equalMessagesAreNotTheSame() {
        told(WRITE, "a", "a", "a");
        entity.run(Journal.WRITTEN);

        assertThat(seen).endsWith("a and more", "a and more", "a alone");
    }

    @Test
    void whatIsLostIsForgottenWithTheNextThatComesAlone() {
        told(WRITE, "a", LOST, "b");
        entity.run(Journal.WRITTEN);
        told("c", WRITE, "d");
        entity.run(Journal.WRITTEN);

        assertThat(seen).contains("c alone").endsWith("d alone");
    }
}
