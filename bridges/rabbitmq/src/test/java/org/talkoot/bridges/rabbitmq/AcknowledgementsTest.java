package org.talkoot.bridges.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.talkoot.bridges.rabbitmq.Acknowledgements.Taken;

final class AcknowledgementsTest {

    private final List<Long> told = new ArrayList<>();
    private final Acknowledgements acknowledgements = new Acknowledgements(told::add);

    @Test
    void tellsTheServerNothingBehindWhatIsNotDone() throws IOException {
        List<Taken> taken = List.of(took(1), took(2), took(3), took(4));

        acknowledgements.done(taken.get(1));
        acknowledgements.done(taken.get(2));
        assertThat(told).isEmpty();
        acknowledgements.done(taken.get(0));

        assertThat(told).containsExactly(3L);
        assertThat(acknowledgements.open()).containsExactly("m-4");
    }

    @Test
    void isIdleWhenEverythingIsDone() throws IOException {
        assertThat(acknowledgements.idle()).isDone();
        Taken first = took(1);
        Taken second = took(2);
        var idle = acknowledgements.idle();
        assertThat(idle).isNotDone();

        acknowledgements.done(first);
        assertThat(idle).isNotDone();
        acknowledgements.done(second);

        assertThat(idle).isDone();
        assertThat(acknowledgements.size()).isZero();
    }

    private Taken took(long tag) {
        return acknowledgements.took(tag, "m-" + tag);
    }
}
