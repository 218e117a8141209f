package org.talkoot.persistence.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.talkoot.core.RunId;
import org.talkoot.core.bus.InboxEvent;
import org.talkoot.core.conversation.ConversationEvent;
import org.talkoot.core.conversation.ConversationState;
import org.talkoot.core.deadletter.DeadLetterEvent;
import org.talkoot.core.deadletter.DeadLetterState;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.run.state.RunState;

final class EventCatalogTest {

    private final Catalog catalog = EventCatalog.standard();

    @Test
    void hasANameForEveryEvent() {
        Set<Class<?>> stored =
                catalog.entries().stream().map(Catalog.Entry::type).collect(toSet());

        assertThat(stored).containsAll(variants(ConversationEvent.class).toList());
        assertThat(stored).containsAll(variants(RunEvent.class).toList());
    }

    @Test
    void hasANameForEveryVariantThatAnEventOrAStateCanHold() {
        Set<Class<?>> sealed = new LinkedHashSet<>();
        Set<Class<?>> seen = new LinkedHashSet<>();
        Stream.of(ConversationEvent.class, RunEvent.class, InboxEvent.class, DeadLetterEvent.class)
                .flatMap(EventCatalogTest::variants)
                .forEach(type -> walk(type, seen, sealed));
        walk(ConversationState.class, seen, sealed);
        walk(RunState.class, seen, sealed);
        walk(DeadLetterState.class, seen, sealed);

        for (Class<?> root : sealed) {
            assertThat(catalog.families()).as("the sealed types").containsKey(root);
            assertThat(catalog.families().get(root))
                    .as(root.getName())
                    .extracting(Catalog.Variant::type)
                    .containsExactlyInAnyOrderElementsOf(variants(root).toList());
        }
    }

    @Test
    void saysWhatTheGoldenFileSays() throws IOException {
        assertThat(listing())
                .as("released names and versions; a change here is a change of released history")
                .isEqualTo(golden());
    }

    @Test
    void refusesTheSameNameTwice() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Catalog.builder().stored(String.class, "twin", 1).stored(Integer.class, "twin", 1));
    }

    @Test
    void refusesAVersionThatNobodyCanReach() {
        assertThatIllegalArgumentException().isThrownBy(() -> Catalog.builder().stored(String.class, "orphan", 2));
    }

    private List<String> listing() {
        List<String> lines = new ArrayList<>();
        catalog.entries().stream()
                .sorted(Comparator.comparing(Catalog.Entry::name))
                .forEach(entry -> lines.add(entry.name() + " v" + entry.version()));
        catalog.families().entrySet().stream()
                .sorted(Comparator.comparing(family -> family.getKey().getSimpleName()))
                .forEach(family -> lines.add(family.getKey().getSimpleName()
                        + ": "
                        + String.join(
                                ", ",
                                family.getValue().stream()
                                        .map(Catalog.Variant::name)
                                        .toList())));
        return lines;
    }

    private static List<String> golden() throws IOException {
        try (InputStream file = EventCatalogTest.class.getResourceAsStream("/catalog.txt")) {
            return new String(file.readAllBytes(), UTF_8).lines().toList();
        }
    }

    /** The records below a sealed type. */
    static Stream<Class<?>> variants(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(EventCatalogTest::variants)
                : Stream.of(type);
    }

    /** Ids are texts and say themselves of which kind they are. */
    private static void walk(Type type, Set<Class<?>> seen, Set<Class<?>> sealed) {
        if (type instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                walk(argument, seen, sealed);
            }
        }
        if (!(type instanceof Class<?> plain) || plain == RunId.class || !seen.add(plain)) {
            return;
        }
        if (plain.isSealed()) {
            sealed.add(plain);
            variants(plain).forEach(variant -> walk(variant, seen, sealed));
        }
        if (plain.isRecord()) {
            for (RecordComponent component : plain.getRecordComponents()) {
                walk(component.getGenericType(), seen, sealed);
            }
        }
    }
}
