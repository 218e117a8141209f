package org.talkoot.core.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.Caller;
import org.talkoot.core.ConversationId;
import org.talkoot.core.Decision;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.Rejection;
import org.talkoot.core.RunId;
import org.talkoot.core.TenantId;

/** What a memory says to what it is told. */
final class FactMemoryTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final Source TOLD = new Source(ConversationId.of("desk"), RunId.parse("m-1"), CallId.of(2));
    private static final Duration WEEK = Duration.ofDays(7);

    private final FactMemory memory = new FactMemory(new MemoryLimits(3, 20, Duration.ofDays(30), 4, 8));
    private final List<MemoryEvent> journal = new ArrayList<>();
    private MemoryState state = memory.initial();

    @Test
    void aNewerFactTakesThePlaceOfAnOlderOneOfItsSubject() {
        tell(remember("k1", "Favourite colour", "blue"));
        tell(remember("k2", "city", "Oulu"));
        tell(remember("k3", "favourite_colour", "green"));

        assertThat(state.known(NOW)).extracting(Fact::text).containsExactly("green", "Oulu");
    }

    @Test
    void aRepeatChangesNothingWhateverCameBetween() {
        tell(remember("k1", "city", "Oulu"));
        tell(new MemoryCommand.Forget(new IdempotencyKey("k2"), Subject.of("city"), NOW));

        assertThat(tell(remember("k1", "city", "Oulu"))).isEqualTo(Decision.ignore());
        assertThat(state.known(NOW)).isEmpty();
    }

    @Test
    void aRepeatedForgettingDoesNotForgetWhatWasRememberedSince() {
        MemoryCommand forget = new MemoryCommand.Forget(new IdempotencyKey("k1"), Subject.of("city"), NOW);
        tell(forget);
        tell(remember("k2", "city", "Turku"));

        assertThat(tell(forget)).isEqualTo(Decision.ignore());
        assertThat(state.known(NOW)).extracting(Fact::text).containsExactly("Turku");
    }

    @Test
    void moreChangesThanAreHeardMakeARepeatNew() {
        tell(remember("k1", "city", "Oulu"));
        for (int i = 2; i <= 5; i++) {
            tell(remember("k" + i, "city", "Turku"));
        }

        tell(remember("k1", "city", "Oulu"));

        assertThat(state.heard()).hasSize(4);
        assertThat(state.known(NOW)).extracting(Fact::text).containsExactly("Oulu");
    }

    @Test
    void whatIsForgottenEndsItsGeneration() {
        tell(remember("k1", "city", "Oulu"));

        Decision<MemoryEvent> decision =
                tell(new MemoryCommand.Forget(new IdempotencyKey("k2"), Subject.of("city"), NOW));

        assertThat(accepted(decision).getLast()).isEqualTo(new MemoryEvent.GenerationBegun(state));
        assertThat(state.toString()).doesNotContain("Oulu");
    }

    @Test
    void whatNobodyKnewIsForgottenWithoutAGeneration() {
        Decision<MemoryEvent> decision = tell(new MemoryCommand.ForgetAll(new IdempotencyKey("k1"), NOW));

        assertThat(accepted(decision)).containsExactly(new MemoryEvent.AllForgotten(new IdempotencyKey("k1"), NOW));
    }

    @Test
    void allIsForgottenAtOnce() {
        tell(remember("k1", "city", "Oulu"));
        tell(remember("k2", "dog", "Musti"));
        tell(new MemoryCommand.ForgetAll(new IdempotencyKey("k3"), NOW));

        assertThat(state.facts()).isEmpty();
        assertThat(journal.getLast().toString()).doesNotContain("Oulu", "Musti");
    }

    @Test
    void whatHasEndedIsNotKnownAndThenIsGone() {
        tell(remember("k1", "trip", "Rome in May", WEEK));
        Instant end = NOW.plus(WEEK);

        assertThat(state.known(end.minusMillis(1))).hasSize(1);
        assertThat(state.known(end)).isEmpty();
        assertThat(memory.outstanding(state)).containsExactly(new MemoryEffect.ArmExpiry(end));

        Decision<MemoryEvent> decision = tell(new MemoryEffect.ArmExpiry(end).over(end));

        assertThat(accepted(decision))
                .containsExactly(
                        new MemoryEvent.FactsExpired(List.of(Subject.of("trip")), end),
                        new MemoryEvent.GenerationBegun(state));
        assertThat(memory.outstanding(state)).isEmpty();
    }

    @Test
    void whatHasEndedAndIsToldAnewIsErasedAllTheSame() {
        tell(remember("k1", "trip", "Rome", WEEK));

        Instant later = NOW.plus(WEEK).plusSeconds(1);
        Decision<MemoryEvent> decision = tell(
                new MemoryCommand.Remember(new IdempotencyKey("k2"), Subject.of("trip"), "Oslo", null, TOLD, later));

        assertThat(accepted(decision).getLast()).isInstanceOf(MemoryEvent.GenerationBegun.class);
        assertThat(state.toString()).contains("Oslo").doesNotContain("Rome");
    }

    @Test
    void nothingEndsBeforeItsTime() {
        tell(remember("k1", "trip", "Rome", WEEK));

        assertThat(tell(new MemoryCommand.Expire(NOW))).isEqualTo(Decision.ignore());
    }

    @Test
    void theEventSaysWhenTheNextOfAllEnds() {
        tell(remember("k1", "trip", "Rome", WEEK));
        Decision<MemoryEvent> decision = tell(remember("k2", "visa", "B2", WEEK.multipliedBy(2)));

        assertThat(accepted(decision))
                .singleElement()
                .extracting(event -> ((MemoryEvent.FactRemembered) event).due())
                .isEqualTo(NOW.plus(WEEK));
    }

    @Test
    void oneMoreThanMayBeKnownIsRefusedButNotANewerFactOfAKnownSubject() {
        tell(remember("k1", "a", "1"));
        tell(remember("k2", "b", "2"));
        tell(remember("k3", "c", "3"));

        assertThat(tell(remember("k4", "d", "4"))).isEqualTo(Decision.refuse(new Rejection.MemoryFull(3)));
        assertThat(tell(remember("k5", "c", "5"))).isInstanceOf(Decision.Accept.class);
    }

    @Test
    void whatHasEndedMakesRoom() {
        tell(remember("k1", "a", "1", WEEK));
        tell(remember("k2", "b", "2"));
        tell(remember("k3", "c", "3"));

        Decision<MemoryEvent> decision = tell(
                new MemoryCommand.Remember(new IdempotencyKey("k4"), Subject.of("d"), "4", null, TOLD, NOW.plus(WEEK)));

        assertThat(decision).isInstanceOf(Decision.Accept.class);
        assertThat(state.facts()).extracting(Fact::text).containsExactly("2", "3", "4");
    }

    @ParameterizedTest
    @CsvSource({"'  ', blank-fact", "aaaaaaaaaaaaaaaaaaaaa, fact-too-long", "ääääääääääx, fact-too-long"})
    void whatIsNoFactIsRefusedInWords(String text, String code) {
        assertThat(tell(remember("k1", "a", text)))
                .isInstanceOfSatisfying(
                        Decision.Refuse.class,
                        refused -> assertThat(refused.rejection().code()).isEqualTo(code));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 31})
    void aFactIsKeptForATimeThatThereIs(long days) {
        assertThat(tell(remember("k1", "a", "b", Duration.ofDays(days))))
                .isInstanceOfSatisfying(
                        Decision.Refuse.class,
                        refused -> assertThat(refused.rejection().code()).isEqualTo("unfit-time"));
    }

    @Test
    void itsStreamGoesOnInGenerationsWhenNothingIsForgotten() {
        for (int i = 0; i < 16; i++) {
            tell(remember("k" + i, "a", "now " + i));
        }

        assertThat(journal.stream().filter(MemoryEvent.GenerationBegun.class::isInstance))
                .hasSize(2);
        assertThat(memory.fold(memory.initial(), List.of(journal.getLast()))).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource({
        "Favourite colour, favourite-colour",
        "favourite_colour, favourite-colour",
        "  Lempiväri! , lempiväri",
        "a--b, a-b"
    })
    void oneSubjectIsWrittenInManyWays(String written, String subject) {
        assertThat(Subject.of(written)).hasToString(subject);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "-", "!?"})
    void aSubjectHasAName(String written) {
        assertThatIllegalArgumentException().isThrownBy(() -> Subject.of(written));
    }

    @Test
    void eachOwnerHasAFeedOfItsOwnWhichDoesNotSayWhoTheUserIs() {
        TenantId acme = new TenantId("acme");
        List<Owner> owners = List.of(
                new Owner.User(acme, "ann"),
                new Owner.User(acme, "Ann"),
                new Owner.User(TenantId.DEFAULT, "ann"),
                new Owner.Tenant(acme),
                new Owner.Agent(acme, new AgentType("ann")));

        assertThat(owners.stream().map(Owner::feed)).doesNotHaveDuplicates();
        assertThat(owners.getFirst().feed().toString())
                .startsWith("acme/memory:user:")
                .doesNotContain("ann");
    }

    @Test
    void nobodyHasNoMemoryOfTheirOwn() {
        AgentId agent = AgentId.in(ConversationId.of("c"), new AgentType("desk"));
        Caller nobody = Caller.anonymous(TenantId.DEFAULT);

        assertThat(Owner.Kind.USER.of(nobody, agent)).isEmpty();
        assertThat(Owner.Kind.TENANT.of(nobody, agent)).contains(new Owner.Tenant(TenantId.DEFAULT));
        assertThat(Owner.Kind.AGENT.of(nobody, agent))
                .contains(new Owner.Agent(TenantId.DEFAULT, new AgentType("desk")));
    }

    private Decision<MemoryEvent> tell(MemoryCommand command) {
        Decision<MemoryEvent> decision = memory.decide(state, command);
        if (decision instanceof Decision.Accept<MemoryEvent>(List<MemoryEvent> events)) {
            journal.addAll(events);
            state = memory.fold(state, events);
        }
        return decision;
    }

    private static List<MemoryEvent> accepted(Decision<MemoryEvent> decision) {
        return ((Decision.Accept<MemoryEvent>) decision).events();
    }

    private static MemoryCommand remember(String key, String subject, String text) {
        return remember(key, subject, text, null);
    }

    private static MemoryCommand remember(String key, String subject, String text, @Nullable Duration keep) {
        return new MemoryCommand.Remember(new IdempotencyKey(key), Subject.of(subject), text, keep, TOLD, NOW);
    }
}
