package org.talkoot.core.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class PersistentMapTest {

    @Test
    void isTheSameMapAsATreeMapWhateverIsPutAndRemoved() {
        Random random = new Random(7);
        PersistentMap<Integer, Integer> map = PersistentMap.empty();
        Map<Integer, Integer> tree = new TreeMap<>();
        for (int i = 0; i < 20_000; i++) {
            int key = random.nextInt(2_000);
            if (random.nextInt(3) == 0) {
                map = map.without(key);
                tree.remove(key);
            } else {
                map = map.with(key, i);
                tree.put(key, i);
            }
            assertThat(map.get(key)).isEqualTo(tree.get(key));
            assertThat(map).hasSize(tree.size());
            if (i % 1_000 == 0) {
                assertThat(List.copyOf(map.entrySet())).isEqualTo(List.copyOf(tree.entrySet()));
                assertThat(List.copyOf(map.values())).isEqualTo(List.copyOf(tree.values()));
            }
        }
    }

    @Test
    void anOlderMapIsNotTouchedByWhatGrowsOutOfIt() {
        PersistentMap<Integer, String> base =
                PersistentMap.<Integer, String>empty().with(2, "b").with(1, "a");

        assertThat(base.with(2, "x").without(1)).containsExactly(Map.entry(2, "x"));
        assertThat(base).containsExactly(Map.entry(1, "a"), Map.entry(2, "b"));
        assertThat(base.without(3)).isSameAs(base);
    }

    @Test
    void differsFromAnotherByWhatWasPutReplacedAndRemoved() {
        Random random = new Random(11);
        PersistentMap<Integer, String> before = PersistentMap.empty();
        for (int i = 0; i < 500; i++) {
            before = before.with(i, "v" + i);
        }
        for (int round = 0; round < 200; round++) {
            PersistentMap<Integer, String> after = before;
            Set<Integer> touched = new TreeSet<>();
            for (int change = random.nextInt(20); change > 0; change--) {
                int key = random.nextInt(600);
                after = random.nextBoolean() ? after.without(key) : after.with(key, "r" + round + "-" + change);
                touched.add(key);
            }
            PersistentMap<Integer, String> one = before;
            PersistentMap<Integer, String> other = after;
            touched.removeIf(key -> Objects.equals(one.get(key), other.get(key)));

            assertThat(before.differences(after)).containsExactlyElementsOf(touched);
            assertThat(after.differences(before)).containsExactlyElementsOf(touched);
            before = after;
        }
    }

    @Test
    void refusesChangesInPlace() {
        PersistentMap<Integer, String> map =
                PersistentMap.<Integer, String>empty().with(1, "a");

        assertThatThrownBy(() -> map.put(2, "b")).isInstanceOf(UnsupportedOperationException.class);
        assertThat(map.containsKey(null)).isFalse();
    }
}
