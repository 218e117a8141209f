package org.talkoot.core.brain.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.core.brain.team.BoardStory.activation;
import static org.talkoot.core.brain.team.BoardStory.agent;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.talkoot.core.CallId;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.brain.team.Blackboard.Finding;
import org.talkoot.core.brain.team.Blackboard.Findings;
import org.talkoot.core.budget.RunLimits;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.schema.DataType;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;

/**
 * Boards by chance, whose sources answer in any order, fail, say nothing for longer than their lease, talk rubbish and
 * post each other's facts. What has to hold whatever happens: nobody is asked twice about one version of a fact (or
 * oftener than he may try), what is exclusive is claimed by one at a time, every finding that came in time is on the
 * board, was there already or is refused with a reason, and it ends.
 */
final class BlackboardOrderTest {

    private static final int STORIES = 1_000;
    private static final int SHORT_STORIES = 8;
    private static final List<String> KINDS = List.of("a", "b.x", "b.y", "c");

    @Test
    void whateverTheOrderNobodyIsAskedTwiceNothingIsLostAndItEnds() {
        Map<String, Integer> ends = new HashMap<>();
        for (int seed = 0; seed < STORIES; seed++) {
            Random chance = new Random(seed);
            Blackboard board = board(chance);
            Outcome outcome = scenario(board, seed).run();
            String what = "seed " + seed;

            assertThat(outcome.answers().size() + outcome.failures().size())
                    .as(what)
                    .isEqualTo(1);
            claimsHold(board, outcome, what);
            nothingIsLost(outcome, what);
            versionsCountUp(outcome, what);
            ends.merge(
                    outcome.failures().isEmpty()
                            ? outcome.answers(Board.class).getFirst().end().name()
                            : outcome.failures().getFirst(),
                    1,
                    Integer::sum);
        }

        assertThat(ends.keySet()) // all ways to end have been taken, so the stories are not all alike
                .contains(
                        "GOAL", "QUIET", "TIME", "board-quiet", "board-time-over", "too-many-facts", "too-many-rounds");
    }

    /** The story of the board itself, in order: what was claimed, asked, answered and given up. */
    private static void claimsHold(Blackboard board, Outcome outcome, String what) {
        Map<String, Source> sources = new HashMap<>();
        board.sources.forEach(source -> sources.put(source.name(), source));
        Map<String, Integer> asked = new HashMap<>();
        Set<String> answered = new HashSet<>();
        Set<String> done = new HashSet<>();
        Deque<Entry.Claim> owed = new ArrayDeque<>();
        Map<CallId, Entry.Claim> open = new LinkedHashMap<>();
        for (Object event : storyOf("desk", outcome)) {
            switch (event) {
                case RunEvent.Noted e -> {
                    Entry entry = Entry.read(e.text());
                    if (entry instanceof Entry.Posted posted && !posted.failed()) {
                        posted.on().forEach(fact -> answered.add(posted.by() + " " + fact));
                        done.addAll(posted.on());
                    }
                    for (Entry.Claim claim : entry.claims()) {
                        Source source = sources.get(claim.source());
                        List<Entry.Claim> others = Stream.concat(open.values().stream(), owed.stream())
                                .toList();
                        for (String fact : claim.facts()) {
                            String pair = claim.source() + " " + fact;
                            assertThat(asked.merge(pair, 1, Integer::sum))
                                    .as("%s: %s", what, pair)
                                    .isLessThanOrEqualTo(source.tries());
                            assertThat(answered).as(what).doesNotContain(pair);
                            assertThat(others)
                                    .as("%s: %s", what, pair)
                                    .noneMatch(other -> other.source().equals(claim.source())
                                            && other.facts().contains(fact));
                            if (fact.startsWith("c/")) {
                                assertThat(done).as(what).doesNotContain(fact);
                                assertThat(others).as("%s: %s", what, pair).noneMatch(other -> isAbout(other, fact));
                            }
                        }
                        if (!source.apart()) {
                            assertThat(others)
                                    .as(what)
                                    .noneMatch(other -> other.source().equals(claim.source()));
                        }
                        owed.add(claim);
                    }
                }
                case RunEvent.DelegationRequested e -> {
                    open.put(e.call(), owed.remove());
                    assertThat(open).as(what).hasSizeLessThanOrEqualTo(board.rules.atOnce());
                }
                case RunEvent.DelegationSettled e -> open.remove(e.call());
                case RunEvent.CallsGivenUp e -> open.keySet().removeAll(e.calls());
                default -> {}
            }
        }
        assertThat(owed).as(what).isEmpty();
    }

    private static boolean isAbout(Entry.Claim claim, String fact) {
        String key = fact.substring(0, fact.indexOf('@') + 1);
        return claim.facts().stream().anyMatch(other -> other.startsWith(key));
    }

    private static List<?> storyOf(String agent, Outcome outcome) {
        return outcome.journal().entrySet().stream()
                .filter(stream -> stream.getKey().entity().equals(agent))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    private static void nothingIsLost(Outcome outcome, String what) {
        Set<String> there = new HashSet<>();
        List<String> refused = BoardStory.refused(outcome);
        for (Entry entry : BoardStory.entries(outcome)) {
            switch (entry) {
                case Entry.Opened e -> {}
                case Entry.Claimed e -> {}
                case Entry.Posted e -> e.facts().forEach(fact -> there.add(fact.key() + "=" + fact.value()));
            }
        }
        boolean cutShort = !outcome.failures().isEmpty()
                && outcome.failures().getFirst().equals("too-many-facts"); // by the last answer
        List<Finding> found = outcome.of(RunEvent.DelegationSettled.class)
                .map(RunEvent.DelegationSettled::outcome)
                .filter(RunOutcome.Answered.class::isInstance)
                .flatMap(answered ->
                        DataType.of(Findings.class).read(((RunOutcome.Answered) answered).text()).fitting().stream())
                .flatMap(findings -> findings.facts().stream())
                .toList();
        List<Finding> lost = found.stream()
                .filter(finding -> !there.contains(Fact.key(finding.kind(), finding.name()) + "=" + finding.value()))
                .filter(finding -> refused.stream()
                        .noneMatch(why -> why.startsWith(Fact.key(finding.kind(), finding.name()) + ":")))
                .toList();
        if (!cutShort) {
            assertThat(lost).as(what).isEmpty();
        }
    }

    private static void versionsCountUp(Outcome outcome, String what) {
        Map<String, Fact> latest = new HashMap<>();
        for (Entry entry : BoardStory.entries(outcome)) {
            List<Fact> facts = switch (entry) {
                case Entry.Opened e -> e.facts();
                case Entry.Posted e -> e.facts();
                case Entry.Claimed e -> List.of();
            };
            for (Fact fact : facts) {
                Fact before = latest.put(fact.key(), fact);
                assertThat(fact.version()).as(what).isEqualTo(before == null ? 1 : before.version() + 1);
                if (before != null) {
                    assertThat(fact.value()).as(what).isNotEqualTo(before.value());
                }
            }
        }
    }

    /** Stories that are short enough to be killed after each of their events. */
    @Test
    void aCrashMakesNoDifferenceWhateverTheOrder() {
        for (int seed = 0; seed < SHORT_STORIES; seed++) {
            Blackboard board = board(new Random(seed)).atMost(6, 2, 3);
            Outcome outcome = ReplayCheck.atEveryEvent(scenario(board, seed));
            claimsHold(board, outcome, "seed " + seed);
        }
    }

    private static Blackboard board(Random chance) {
        Blackboard board = Blackboard.named("room").exclusively("c");
        for (int i = 0; i < 2 + chance.nextInt(4); i++) {
            List<String> on = new ArrayList<>(List.of(KINDS.get(chance.nextInt(KINDS.size()))));
            on.add(chance.nextBoolean() ? "task" : "b.*");
            on.add(i == 0 ? "task" : "c");
            Source source = Source.of("s" + i)
                    .on(on.toArray(String[]::new))
                    .within(Duration.ofSeconds(20 + chance.nextInt(40)))
                    .tries(1 + chance.nextInt(2));
            board = board.source(chance.nextInt(3) == 0 ? source.eachApart() : source);
        }
        board = board.atMost(10 + chance.nextInt(60), 3 + chance.nextInt(20), 1 + chance.nextInt(6));
        board = chance.nextBoolean() ? board.within(Duration.ofSeconds(30 + chance.nextInt(600))) : board;
        board = chance.nextBoolean() ? board.until("goal") : board;
        return chance.nextBoolean() ? board.orWhatIsThere() : board;
    }

    private static Scenario scenario(Blackboard board, int seed) {
        List<AgentDefinition> all = new ArrayList<>();
        all.add(AgentDefinition.of("desk", "", board).withLimits(RunLimits.DEFAULT.withSteps(1_000)));
        board.sources.forEach(source -> all.add(agent(source.name(), view -> play(view, seed))));
        return Scenario.of(all.toArray(AgentDefinition[]::new)).says("go");
    }

    /** The same for the same run, and of another kind for each. */
    private static Next play(RunView view, int seed) {
        Random chance = new Random(seed * 31L + view.run().value().hashCode());
        Duration work = Duration.ofMillis(chance.nextInt(chance.nextInt(5) == 0 ? 90_000 : 9_000));
        if (view.steps().isEmpty()) {
            return new Next.Sleep(work);
        }
        return switch (chance.nextInt(12)) {
            case 0 -> new Next.Fail(new RunFailure.GaveUp("broken", "It is broken."));
            case 1 -> new Next.Answer("I have no idea.");
            default -> Next.Answer.data(findings(view, chance));
        };
    }

    private static Findings findings(RunView view, Random chance) {
        List<Fact> shown = activation(view).news();
        return new Findings(IntStream.range(0, chance.nextInt(4))
                .mapToObj(i -> {
                    String kind = chance.nextInt(40) == 0 ? "goal" : KINDS.get(chance.nextInt(KINDS.size()));
                    String on = chance.nextInt(10) == 0
                            ? "no/where"
                            : shown.get(chance.nextInt(shown.size())).key();
                    return Finding.of(kind, "n" + chance.nextInt(3), "v" + chance.nextInt(3), on);
                })
                .toList());
    }
}
