package org.talkoot.core.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.talkoot.core.CallId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.Decision;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.RunId;
import org.talkoot.core.TenantId;

/**
 * Memories of two users in two tenants among crashes, commands that come late, twice and in any order, a clock that
 * jumps, and an eraser that takes what is before a generation: at every moment each owner knows what a plain map says,
 * and of what was forgotten or is over nothing stands in what is left of the journal.
 */
final class RandomMemoriesTest {

    private static final int STORIES = 1_000;
    private static final int MOVES = 80;

    private static final List<Owner> OWNERS = List.of(
            new Owner.User(TenantId.DEFAULT, "ann"),
            new Owner.User(TenantId.DEFAULT, "bob"),
            new Owner.User(new TenantId("acme"), "ann"));

    private static final FactMemory MEMORY = new FactMemory(new MemoryLimits(4, 100, Duration.ofDays(400), 1_000, 8));

    @Test
    void whatIsKnownIsWhatWasRememberedAndNotForgottenAndNotOver() {
        int forgotten = 0;
        for (int seed = 0; seed < STORIES; seed++) {
            try {
                forgotten += new World(new Random(seed)).play();
            } catch (AssertionError e) {
                throw new AssertionError("story " + seed, e);
            }
        }
        assertThat(forgotten).as("texts that were to be erased").isGreaterThan(STORIES);
    }

    /** What somebody would write who knows nothing of events. */
    private static final class Model {

        private record Known(String text, @Nullable Instant end) {}

        private final Map<Subject, Known> facts = new LinkedHashMap<>();
        private final Set<IdempotencyKey> heard = new HashSet<>();

        void hear(MemoryCommand command) {
            switch (command) {
                case MemoryCommand.Remember c -> {
                    drop(c.at());
                    if (!heard.contains(c.key()) && (facts.containsKey(c.subject()) || facts.size() < 4)) {
                        heard.add(c.key());
                        facts.remove(c.subject());
                        facts.put(c.subject(), new Known(c.text(), c.keep() == null ? null : c.at().plus(c.keep())));
                    }
                }
                case MemoryCommand.Forget c -> {
                    if (heard.add(c.key())) {
                        facts.remove(c.subject());
                    }
                }
                case MemoryCommand.ForgetAll c -> {
                    if (heard.add(c.key())) {
                        facts.clear();
                    }
                }
                case MemoryCommand.Expire c -> drop(c.at());
            }
        }

        private void drop(Instant at) {
            facts.values().removeIf(known -> known.end() != null && !at.isBefore(known.end()));
        }

        List<String> known(Instant at) {
            return facts.values().stream()
                    .filter(known -> known.end() == null || at.isBefore(known.end()))
                    .map(Known::text)
                    .toList()
                    .reversed();
        }
    }

    /** One owner: its journal, its entity, and what it should know. */
    private static final class Place {

        private final List<MemoryEvent> journal = new ArrayList<>();
        private final Model model = new Model();
        private final Set<String> gone = new HashSet<>();
        private MemoryState state = MEMORY.initial();
        private final List<MemoryCommand> sent = new ArrayList<>();

        /** The last generation and what came after it: what is left when the eraser was here. */
        private List<MemoryEvent> left() {
            for (int i = journal.size() - 1; i >= 0; i--) {
                if (journal.get(i) instanceof MemoryEvent.GenerationBegun) {
                    return journal.subList(i, journal.size());
                }
            }
            return journal;
        }
    }

    private static final class World {

        private final Random dice;
        private final Map<Owner, Place> places = new LinkedHashMap<>();
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");
        private int calls;

        World(Random dice) {
            this.dice = dice;
            OWNERS.forEach(owner -> places.put(owner, new Place()));
        }

        int play() {
            for (int i = 0; i < MOVES; i++) {
                move(OWNERS.get(dice.nextInt(OWNERS.size())));
                places.forEach(this::check);
            }
            return places.values().stream().mapToInt(place -> place.gone.size()).sum();
        }

        private void move(Owner owner) {
            Place place = places.get(owner);
            switch (dice.nextInt(12)) {
                case 0, 1, 2, 3 -> send(place, remember(owner));
                case 4, 5 -> send(place, new MemoryCommand.Forget(key(), subject(), now));
                case 6 -> {
                    if (dice.nextInt(3) == 0) {
                        send(place, new MemoryCommand.ForgetAll(key(), now));
                    }
                }
                case 7 -> now = now.plus(Duration.ofHours(dice.nextInt(1, 200)));
                case 8 -> expire(place);
                case 9 -> place.state = MEMORY.fold(MEMORY.initial(), place.journal); // it crashed and recovered
                case 10 -> place.state = MEMORY.fold(MEMORY.initial(), List.copyOf(place.left()));
                default -> again(place);
            }
        }

        private MemoryCommand remember(Owner owner) {
            Duration keep = dice.nextInt(3) == 0 ? Duration.ofHours(dice.nextInt(1, 400)) : null;
            Source source =
                    new Source(new ConversationId(owner.tenant(), "talk"), RunId.parse("m-1"), CallId.of(calls + 1));
            return new MemoryCommand.Remember(
                    key(), subject(), "text-%s-%d;".formatted(owner.name(), calls), keep, source, now);
        }

        private IdempotencyKey key() {
            return new IdempotencyKey("call-" + ++calls);
        }

        private Subject subject() {
            return new Subject("s" + dice.nextInt(6));
        }

        private void send(Place place, MemoryCommand command) {
            place.sent.add(command);
            tell(place, command);
        }

        /** Something that was told comes once more, however late. */
        private void again(Place place) {
            if (!place.sent.isEmpty()) {
                tell(place, at(place.sent.get(dice.nextInt(place.sent.size()))));
            }
        }

        /** A repeat is stamped by whoever makes it. */
        private MemoryCommand at(MemoryCommand command) {
            return switch (command) {
                case MemoryCommand.Remember c ->
                    new MemoryCommand.Remember(c.key(), c.subject(), c.text(), c.keep(), c.source(), now);
                case MemoryCommand.Forget c -> new MemoryCommand.Forget(c.key(), c.subject(), now);
                case MemoryCommand.ForgetAll c -> new MemoryCommand.ForgetAll(c.key(), now);
                case MemoryCommand.Expire c -> new MemoryCommand.Expire(now);
            };
        }

        private void expire(Place place) {
            for (MemoryEffect effect : MEMORY.outstanding(place.state)) {
                switch (effect) {
                    case MemoryEffect.ArmExpiry e -> tell(place, e.over(now));
                }
            }
        }

        private void tell(Place place, MemoryCommand command) {
            Set<String> before = texts(place);
            if (MEMORY.decide(place.state, command) instanceof Decision.Accept<MemoryEvent>(List<MemoryEvent> events)) {
                place.journal.addAll(events);
                place.state = MEMORY.fold(place.state, events);
                boolean replaces = command instanceof MemoryCommand.Remember;
                Set<String> after = texts(place);
                before.stream()
                        .filter(text -> !after.contains(text) && !(replaces && isReplaced(place, text)))
                        .forEach(place.gone::add);
            }
            place.model.hear(command);
        }

        /** One that gave way to a newer fact stays in its generation. */
        private static boolean isReplaced(Place place, String text) {
            return place.left().toString().contains(text);
        }

        private static Set<String> texts(Place place) {
            Set<String> texts = new HashSet<>();
            place.state.facts().forEach(fact -> texts.add(fact.text()));
            return texts;
        }

        private void check(Owner owner, Place place) {
            assertThat(place.state.known(now).stream().map(Fact::text))
                    .containsExactlyElementsOf(place.model.known(now))
                    .allSatisfy(text -> assertThat(text).contains("-" + owner.name() + "-"));
            assertThat(MEMORY.fold(MEMORY.initial(), place.journal)).isEqualTo(place.state);
            assertThat(MEMORY.fold(MEMORY.initial(), List.copyOf(place.left()))).isEqualTo(place.state);
            String left = place.left().toString();
            assertThat(place.gone.stream().filter(left::contains)).isEmpty();
        }
    }
}
