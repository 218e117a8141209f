package org.talkoot.core.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
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
    void refusesChangesInPlace() {
        PersistentMap<Integer, String> map =
                PersistentMap.<Integer, String>empty().with(1, "a");

        assertThatThrownBy(() -> map.put(2, "b")).isInstanceOf(UnsupportedOperationException.class);
        assertThat(map.containsKey(null)).isFalse();
    }
}
