package org.talkoot.agents.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ResidentsTest {

    private final List<String> asked = new ArrayList<>();
    private final Residents<String> residents = new Residents<>(2, asked::add);

    private void arrive(String... entities) {
        for (String entity : entities) {
            residents.arrived(entity);
        }
    }

    @Test
    void nobodyIsAskedWhileThereIsRoom() {
        arrive("first", "second", "second");

        assertThat(asked).isEmpty();
        assertThat(residents.count()).isEqualTo(2);
    }

    @Test
    void theOneThatCameFirstMakesRoomForTheNext() {
        arrive("first", "second", "third");

        assertThat(asked).containsExactly("first");
    }

    @Test
    void whoStaysIsAskedLastAndTwoAreAskedForHim() {
        arrive("first", "second", "third");
        residents.stays("first");
        arrive("fourth");

        assertThat(asked).containsExactly("first", "second", "third");
        assertThat(residents.count()).isEqualTo(2);
    }

    @Test
    void whoHasGoneIsNotAsked() {
        arrive("first", "second");
        residents.gone("first");
        arrive("third");

        assertThat(asked).isEmpty();
    }
}
