package org.talkoot.core.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.talkoot.core.Aggregate;
import org.talkoot.core.Decision;
import org.talkoot.core.Effect;
import org.talkoot.core.Rejection;

/** An account that may not be overdrawn, and several who withdraw at once. */
final class CommandBatchTest {

    private static final int MANY = 1_000_000;

    /** Adds to the balance, or takes from it; nothing is done about 0. */
    private static final Aggregate<Integer, Integer, Integer, Effect<Integer>> ACCOUNT = new Aggregate<>() {
        @Override
        public Integer initial() {
            return 0;
        }

        @Override
        public Decision<Integer> decide(Integer balance, Integer amount) {
            if (amount == 0) {
                return Decision.ignore();
            }
            if (amount == MANY) {
                return new Decision.Accept<>(Collections.nCopies(CommandBatch.MAX_EVENTS, 1));
            }
            return balance + amount < 0
                    ? Decision.refuse(new Rejection.UnacceptableText(-amount, balance))
                    : Decision.accept(amount);
        }

        @Override
        public Integer evolve(Integer balance, Integer amount) {
            return balance + amount;
        }

        @Override
        public List<Effect<Integer>> outstanding(Integer balance) {
            return List.of();
        }
    };

    private final CommandBatch<Integer, Integer, Integer> batch = new CommandBatch<>();
    private final List<String> heard = new ArrayList<>();

    @Test
    void eachIsDecidedByWhatThoseBeforeItHaveMade() {
        tell(5, -3, 0, -3, -2);

        CommandBatch.Decided<Integer, Integer> decided = decide(0);

        assertThat(decided.events()).containsExactly(5, -3, -2);
        assertThat(batch.isEmpty()).isTrue();
    }

    @Test
    void nobodyHearsAnythingBeforeItIsDurable() {
        tell(5, -3, 0, -3, -2);
        CommandBatch.Decided<Integer, Integer> decided = decide(0);
        assertThat(heard).isEmpty();

        decided.follow(0);

        assertThat(heard)
                .containsExactly(
                        "0 was changed by [5]",
                        "5: [5], now 0",
                        "5 was changed by [-3]",
                        "-3: [-3], now 0",
                        "0: [], now 0",
                        "-3: UnacceptableText[length=3, limit=2]",
                        "2 was changed by [-2]",
                        "-2: [-2], now 0");
    }

    @Test
    void aRefusalAloneWritesNothing() {
        tell(-1);

        CommandBatch.Decided<Integer, Integer> decided = decide(0);
        decided.follow(0);

        assertThat(decided.events()).isEmpty();
        assertThat(heard).containsExactly("-1: UnacceptableText[length=1, limit=0]");
    }

    @Test
    void aWriteThatIsFullTakesInNothingMore() {
        tell(1, MANY, 2, 3);

        assertThat(decide(0).events()).hasSize(1 + CommandBatch.MAX_EVENTS);
        assertThat(batch.isEmpty()).isFalse();
        assertThat(decide(1 + CommandBatch.MAX_EVENTS).events()).containsExactly(2, 3);
    }

    private void tell(int... amounts) {
        for (int amount : amounts) {
            batch.add(
                    amount,
                    (balance, events) -> heard.add(amount + ": " + events + ", now " + balance),
                    why -> heard.add(amount + ": " + why));
        }
    }

    private CommandBatch.Decided<Integer, Integer> decide(int balance) {
        return batch.decide(ACCOUNT, balance, (before, events) -> heard.add(before + " was changed by " + events));
    }
}
