package org.talkoot.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.talkoot.core.event.Attributes.Change;

final class AttributesTest {

    private static final Attributes GOLD = new Attributes(Map.of("plan", "gold", "lang", "fi"));

    @Test
    void aChangeSetsAndRemovesAndLeavesTheRest() {
        assertThat(GOLD.after(new Change(Map.of("plan", "silver", "customer", "7"), List.of("lang", "unknown"))))
                .contains(new Attributes(Map.of("plan", "silver", "customer", "7")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "1st", "-x", "a b", "ä", "a\n"})
    void aNameIsAWord(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> Change.setting(Map.of(name, "x")));
        assertThatIllegalArgumentException().isThrownBy(() -> new Change(Map.of(), List.of(name)));
    }

    @Test
    void aValueHasABound() {
        assertThat(Change.setting(Map.of("x", "v".repeat(512))).set()).hasSize(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Change.setting(Map.of("x", "v".repeat(513))))
                .withMessage("attribute 'x' has more than 512 characters");
    }

    @Test
    void thereAreNoMoreThanThirtyTwo() {
        Attributes many =
                new Attributes(IntStream.range(0, 32).boxed().collect(Collectors.toMap(i -> "a" + i, i -> "")));

        assertThat(many.after(Change.setting(Map.of("b", "")))).isEmpty();
        assertThat(many.after(new Change(Map.of("b", ""), List.of("a0")))).isPresent();
    }

    @Test
    void togetherTheyHaveABound() {
        Attributes long3 = new Attributes(Map.of("a", "v".repeat(512), "b", "v".repeat(512), "c", "v".repeat(512)));

        assertThat(long3.after(Change.setting(Map.of("d", "v".repeat(508))))).isPresent();
        assertThat(long3.after(Change.setting(Map.of("d", "v".repeat(509))))).isEmpty();
    }

    @Test
    void nothingIsSetAndRemovedAtOnce() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Change(Map.of("a", "b"), List.of("a")));
    }
}
