package org.talkoot.agents.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.core.ConversationId;
import org.talkoot.core.StreamId;

final class PlacementTest {

    private static final int CONVERSATIONS = 200_000;
    private static final int NODES = 3;
    private static final int SHARDS = 64;

    static Stream<Arguments> waysOfNaming() {
        return Stream.of(
                Arguments.of("counted", (IntFunction<String>) i -> "c" + i),
                Arguments.of("padded", (IntFunction<String>) "order-%08d"::formatted),
                Arguments.of("even", (IntFunction<String>) i -> Integer.toString(2 * i)),
                Arguments.of("hexadecimal", (IntFunction<String>) i -> Integer.toHexString(16 * i)),
                Arguments.of("random", (IntFunction<String>)
                        i -> UUID.nameUUIDFromBytes(Integer.toString(i).getBytes(StandardCharsets.UTF_8))
                                .toString()));
    }

    /** Whichever shards a node gets: even the one with the fullest has no tenth more than its share. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("waysOfNaming")
    void conversationsAreSpreadEvenlyOverNodesHoweverTheyAreNamed(String how, IntFunction<String> name) {
        Placement placement = new Placement(SHARDS);
        int[] sizes = new int[SHARDS];
        for (int i = 0; i < CONVERSATIONS; i++) {
            String entity = StreamId.of(ConversationId.of(name.apply(i))).toString();
            sizes[Integer.parseInt(placement.shardId(entity))]++;
        }

        int fullest = IntStream.of(sizes)
                .sorted()
                .skip(SHARDS - Math.ceilDiv(SHARDS, NODES))
                .sum();

        assertThat(fullest).as(how).isLessThan(CONVERSATIONS / NODES * 11 / 10);
    }
}
