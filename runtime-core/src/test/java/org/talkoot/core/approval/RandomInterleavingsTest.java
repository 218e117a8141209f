package org.talkoot.core.approval;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.Caller;
import org.talkoot.core.ConversationId;
import org.talkoot.core.Decision;
import org.talkoot.core.InFlight;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.TenantId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.event.Trace;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.run.AgentRun;
import org.talkoot.core.run.RunCommand;
import org.talkoot.core.run.RunEffect;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.run.state.RunState;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolCatalog;
import org.talkoot.core.tool.ToolInput;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.core.tool.ToolSpec;

/**
 * One agent that proposes payments, and a thousand orders in which people approve, deny and edit them, time passes, the
 * run is cancelled, the node crashes and another release is deployed. Whatever happens: what begins is word for word
 * what two people other than the requester and the editors agreed to last, under the tool as it was then, and it begins
 * once.
 */
final class RandomInterleavingsTest {

    private static final int SEEDS = 1_000;
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final AgentId SELF = AgentId.in(ConversationId.of("c"), new AgentType("clerk"));
    private static final List<Caller> PEOPLE = List.of(
            Caller.of(TenantId.DEFAULT, "requester", "finance"),
            Caller.of(TenantId.DEFAULT, "ann", "finance"),
            Caller.of(TenantId.DEFAULT, "bob", "finance"),
            Caller.of(TenantId.DEFAULT, "cid", "board"),
            Caller.of(TenantId.DEFAULT, "dan"),
            Caller.anonymous(TenantId.DEFAULT));
    private static final ApprovalTerms TERMS = ApprovalTerms.within(Duration.ofHours(8))
            .withApprovals(2)
            .byRoles("finance")
            .reminding(Duration.ofHours(3))
            .escalating(Duration.ofHours(5), "board");

    static List<Integer> seeds() {
        List<Integer> seeds = new ArrayList<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            seeds.add(seed);
        }
        return seeds;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatBeginsIsWhatWasAgreedToAndBeginsOnce(int seed) {
        assertThat(new Play(seed).play()).as("calls of seed %d", seed).isNotNull();
    }

    @Test
    void andSomeOfThemBegin() {
        int begun = 0;
        for (int seed : seeds()) {
            begun += new Play(seed).play().size();
        }
        assertThat(begun).as("payments that were made in all").isGreaterThan(50);
    }

    /** What is known from outside of one call: what was said to which arguments. */
    private static final class Known {
        private String arguments;
        private final Set<String> agreed = new HashSet<>();
        private final Set<String> editors = new HashSet<>();
        private boolean denied;

        Known(String arguments) {
            this.arguments = arguments;
        }
    }

    /** One history. */
    private static final class Play {

        private final SplittableRandom random;
        private final Map<CallId, Known> known = new HashMap<>();
        private final Map<CallId, String> made = new HashMap<>();
        private final List<RunEvent> journal = new ArrayList<>();
        private int release = 1;
        private AgentRun run = release(1);
        private RunState state = run.initial();
        private InFlight<RunEffect> inFlight = new InFlight<>();
        private Instant at = NOW;

        Play(int seed) {
            this.random = new SplittableRandom(seed);
        }

        private static AgentRun release(int number) {
            AgentDefinition clerk = AgentDefinition.of(
                    "clerk", "", LlmBrain.of("Pay.").withTools("pay").approving("pay", ApprovalPolicy.always(TERMS)));
            return new AgentRun(SELF, clerk, AgentCatalog.of(clerk).withTools(ToolCatalog.of(List.of(spec(number)))));
        }

        private static ToolSpec spec(int release) {
            return ToolSpec.of(
                    "pay", "Pays, release " + release + ".", new ToolInput.Json("""
                    {"type": "object", "properties": {"amount": {"type": "integer"}}}"""), SideEffect.AT_MOST_ONCE);
        }

        Map<CallId, String> play() {
            MessageId message = new MessageId("m1");
            Message.User task = new Message.User(message, "pay", NOW);
            tell(new RunCommand.StartRun(
                    new RunRequest(
                            RunId.of(message, 1),
                            new RunOrigin.Turn(SELF.conversation()),
                            List.of(task),
                            List.of(),
                            Trace.begunBy(message).by(PEOPLE.getFirst())),
                    at));
            for (int i = 0; i < 40; i++) {
                somethingHappens();
            }
            return made;
        }

        private void somethingHappens() {
            switch (random.nextInt(12)) {
                case 0, 1 -> modelReplies();
                case 2, 3, 4, 5 -> someone(new HumanDecision.Approve(""));
                case 6 -> someone(new HumanDecision.Edit("{\"amount\": %d}".formatted(random.nextInt(9)), ""));
                case 7 -> {
                    if (random.nextInt(4) == 0) {
                        someone(new HumanDecision.Deny("no"));
                    }
                }
                case 8 -> timePasses();
                case 9 -> crash();
                case 10 -> {
                    if (random.nextInt(3) == 0) {
                        deploy();
                    }
                }
                default -> {
                    if (random.nextInt(12) == 0) {
                        tell(new RunCommand.CancelRun(RunId.of(new MessageId("m1"), 1), "enough", at));
                    }
                }
            }
        }

        private void modelReplies() {
            outstanding(RunEffect.CallModel.class).ifPresent(call -> {
                List<ToolCall> calls = new ArrayList<>();
                for (int i = random.nextInt(3); i >= 0; i--) {
                    calls.add(new ToolCall(CallId.of(900 + i), "pay", "{\"amount\": %d}".formatted(10 + i)));
                }
                tell(new RunCommand.RecordModelOutcome(
                        call.origin().call(),
                        new ModelOutcome.Replied(
                                new ModelReply.ToolCalls("", calls), TokenUsage.NONE, new ModelName("m")),
                        at));
            });
        }

        private void someone(HumanDecision decision) {
            List<RunEffect.AwaitApproval> open = run.outstanding(state).stream()
                    .filter(RunEffect.AwaitApproval.class::isInstance)
                    .map(RunEffect.AwaitApproval.class::cast)
                    .toList();
            if (open.isEmpty()) {
                return;
            }
            RunEffect.AwaitApproval asked = open.get(random.nextInt(open.size()));
            Caller by = PEOPLE.get(random.nextInt(PEOPLE.size()));
            int version = random.nextInt(5) == 0 ? asked.version() - 1 : asked.version();
            boolean sawIt = random.nextInt(5) > 0;
            String digest = Seen.digest("pay", sawIt ? known.get(asked.call()).arguments : "{}");
            RunCommand decided = new RunCommand.Decide(asked.call(), new Seen(null, version, digest), decision, by, at);
            if (!sawIt) {
                assertThat(run.decide(state, decided))
                        .as("what nobody was asked")
                        .isNotInstanceOf(Decision.Accept.class);
            }
            tell(decided);
        }

        private void timePasses() {
            at = at.plus(Duration.ofMinutes(random.nextInt(200)));
            for (RunEffect effect : run.outstanding(state)) {
                if (effect instanceof RunEffect.Wait wait && !at.isBefore(wait.until())) {
                    tell(wait.over(at));
                }
            }
        }

        /** All that has begun and was not written down begins again; the ledger knows what has been done. */
        private void crash() {
            RunState again = run.fold(run.initial(), journal);
            assertThat(again).isEqualTo(state);
            inFlight = new InFlight<>();
            perform();
        }

        private void deploy() {
            release = 3 - release;
            run = release(release);
            crash();
        }

        private void tell(RunCommand command) {
            Decision<RunEvent> decision = run.decide(state, command);
            if (decision instanceof Decision.Accept<RunEvent>(List<RunEvent> events)) {
                events.forEach(this::heard);
                journal.addAll(events);
                state = run.fold(state, events);
                if (random.nextInt(6) == 0) {
                    crash();
                } else {
                    perform();
                }
            }
        }

        private void heard(RunEvent event) {
            switch (event) {
                case RunEvent.ApprovalRequested e -> {
                    Known call = known.computeIfAbsent(
                            e.call(), unused -> new Known(e.request().arguments()));
                    assertThat(e.request().arguments()).isEqualTo(call.arguments);
                    call.agreed.clear();
                }
                case RunEvent.CallApproved e -> known.get(e.call()).agreed.add(e.by().user());
                case RunEvent.CallEdited e -> {
                    Known call = known.get(e.call());
                    call.agreed.clear();
                    call.editors.add(e.by().user());
                    call.arguments = e.request().arguments();
                }
                case RunEvent.CallDenied e -> known.get(e.call()).denied = true;
                case RunEvent.ApprovalExpired e -> known.get(e.call()).denied = true;
                case RunEvent other -> {}
            }
        }

        private void perform() {
            List<RunEffect.CallTool> calls = new ArrayList<>();
            inFlight.expect(
                    run.outstanding(state),
                    effect -> {
                        if (effect instanceof RunEffect.CallTool call) {
                            calls.add(call);
                        }
                    },
                    gone -> {});
            calls.forEach(this::call);
        }

        private void call(RunEffect.CallTool effect) {
            ToolCall call = effect.call();
            Known asked = known.get(call.id());
            assertThat(asked).as("a payment that nobody was asked about").isNotNull();
            assertThat(effect.approved()).isNotNull();
            if (!made.containsKey(call.id()) && begins(effect)) {
                assertThat(asked.denied).as("denied").isFalse();
                assertThat(call.arguments()).isEqualTo(asked.arguments);
                assertThat(asked.agreed)
                        .hasSizeGreaterThanOrEqualTo(2)
                        .doesNotContain("requester", "dan", "")
                        .noneMatch(asked.editors::contains);
                made.put(call.id(), call.arguments());
            }
            if (random.nextBoolean()) {
                tell(new RunCommand.RecordToolResult(call.id(), ToolResult.success("paid"), at));
            }
        }

        /** As a node does: under another specification nothing begins. */
        private boolean begins(RunEffect.CallTool effect) {
            return spec(release).fingerprint().equals(effect.approved());
        }

        private <E extends RunEffect> Optional<E> outstanding(Class<E> type) {
            return run.outstanding(state).stream()
                    .filter(type::isInstance)
                    .map(type::cast)
                    .findFirst();
        }
    }
}
