package org.talkoot.core.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PersistentVectorTest {

    @Test
    void isTheSameListAsAnArrayListAtEverySizeUpToThreeLevels() {
        PersistentVector<Integer> vector = PersistentVector.empty();
        List<Integer> list = new ArrayList<>();
        for (int i = 0; i < 34_000; i++) {
            assertThat(vector.size()).isEqualTo(i);
            if (i > 0 && (i & (i - 1)) == 0) {
                assertThat(vector).isEqualTo(list);
            }
            vector = vector.append(i);
            list.add(i);
            assertThat(vector.get(i)).isEqualTo(i);
            assertThat(vector.get(i / 2)).isEqualTo(i / 2);
        }
        assertThat(vector).isEqualTo(list);
        assertThat(vector.hashCode()).isEqualTo(list.hashCode());
    }

    @Test
    void anOlderListIsNotTouchedByWhatGrowsOutOfIt() {
        PersistentVector<Integer> base = PersistentVector.copyOf(List.of(1, 2, 3));
        PersistentVector<Integer> one = base.append(4);
        PersistentVector<Integer> other = base.append(5);

        assertThat(base).containsExactly(1, 2, 3);
        assertThat(one).containsExactly(1, 2, 3, 4);
        assertThat(other).containsExactly(1, 2, 3, 5);
    }

    @Test
    void anElementIsReplacedAtEveryDepthAndTheOlderListKeepsIts() {
        for (int size : List.of(1, 32, 33, 1_056, 1_057, 34_000)) {
            PersistentVector<Integer> before =
                    PersistentVector.copyOf(IntStream.range(0, size).boxed().toList());
            for (int index : List.of(0, size / 2, size - 1)) {
                List<Integer> expected = new ArrayList<>(before);
                expected.set(index, -1);

                assertThat(before.with(index, -1)).isEqualTo(expected);
                assertThat(before.get(index)).isEqualTo(index);
            }
        }
    }

    @Test
    void refusesPositionsOutsideAndChangesInPlace() {
        PersistentVector<Integer> vector = PersistentVector.copyOf(List.of(1));

        assertThatThrownBy(() -> vector.get(1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> vector.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> vector.with(1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> vector.add(2)).isInstanceOf(UnsupportedOperationException.class);
    }
}
