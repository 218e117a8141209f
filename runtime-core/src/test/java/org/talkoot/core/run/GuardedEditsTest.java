package org.talkoot.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.core.run.RunWords.NOW;
import static org.talkoot.core.run.RunWords.SELF;
import static org.talkoot.core.run.RunWords.call;
import static org.talkoot.core.run.RunWords.modelReplies;
import static org.talkoot.core.run.RunWords.start;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.talkoot.core.CallId;
import org.talkoot.core.Caller;
import org.talkoot.core.Decision;
import org.talkoot.core.Rejection;
import org.talkoot.core.TenantId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.approval.ApprovalRequest;
import org.talkoot.core.approval.HumanDecision;
import org.talkoot.core.approval.Seen;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.guard.Answered;
import org.talkoot.core.guard.AskedGuardrail;
import org.talkoot.core.guard.Guard;
import org.talkoot.core.guard.Place;
import org.talkoot.core.guard.Verdict;
import org.talkoot.core.guard.rule.Secrets;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.run.state.RunState;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolCatalog;
import org.talkoot.core.tool.ToolInput;
import org.talkoot.core.tool.ToolSpec;

/** What a person writes into a call that waits for people passes the guardrails of what tools are called with. */
final class GuardedEditsTest {

    private static final Caller ANN = Caller.of(TenantId.DEFAULT, "ann");
    private static final Caller BOB = Caller.of(TenantId.DEFAULT, "bob");
    private static final CallId CALL = call(2);
    private static final ToolSpec LOOK = ToolSpec.of("look", "Looks.", new ToolInput.Json("""
            {"type": "object"}
            """), SideEffect.READ_ONLY);

    private static AgentRun guarded(Guard... guards) {
        AgentDefinition agent = AgentDefinition.of(
                        "a",
                        "",
                        LlmBrain.of("Help.").withTools("look").approving("look", call -> true, Duration.ofHours(1)))
                .guarding(Place.TOOL_ARGUMENTS, guards);
        return new AgentRun(SELF, agent, AgentCatalog.of(agent).withTools(ToolCatalog.of(List.of(LOOK))));
    }

    private static RunState told(AgentRun run, RunState state, RunCommand command) {
        return run.fold(state, ((Decision.Accept<RunEvent>) run.decide(state, command)).events());
    }

    /** A call waits for people. */
    private static RunState waiting(AgentRun run) {
        ModelReply proposed = new ModelReply.ToolCalls("", List.of(new ToolCall(CALL, "look", "{\"q\":\"alpha\"}")));
        return told(run, told(run, run.initial(), start("m1-1")), modelReplies(1, proposed));
    }

    private static RunCommand edits(String arguments) {
        return decides(0, new HumanDecision.Edit(arguments, ""), ANN);
    }

    private static RunCommand decides(int version, HumanDecision decision, Caller by) {
        return new RunCommand.Decide(CALL, Seen.version(version), decision, by, NOW);
    }

    @Test
    void anEditThatIsBlockedIsRefusedInWords() {
        AgentRun run = guarded(Secrets.blocking("omega"));

        Decision<RunEvent> decision = run.decide(waiting(run), edits("{\"q\":\"omega\"}"));

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Refuse.class,
                        refused -> assertThat(((Rejection.UnfitArguments) refused.rejection()).why())
                                .startsWith("guardrail 'secrets' does not let them: "));
        assertThat(run.decide(waiting(run), edits("{\"q\":\"beta\"}"))).isInstanceOf(Decision.Accept.class);
    }

    @Test
    void whatAGuardrailLeavesOfAnEditIsAskedAbout() {
        AgentRun run = guarded(Secrets.redacting("omega"));
        RunState waiting = waiting(run);
        String left = "{\"q\":\"[redacted]\"}";

        Decision<RunEvent> decision = run.decide(waiting, edits("{\"q\":\"omega\"}"));

        List<RunEvent> events = ((Decision.Accept<RunEvent>) decision).events();
        assertThat(events.getFirst()).isInstanceOfSatisfying(RunEvent.GuardrailActed.class, acted -> {
            assertThat(acted.call()).isEqualTo(CALL);
            assertThat(acted.place()).isEqualTo(Place.TOOL_ARGUMENTS);
        });
        assertThat(events.get(1)).isInstanceOfSatisfying(RunEvent.CallEdited.class, edited -> {
            ApprovalRequest request = edited.request();
            assertThat(request.arguments()).isEqualTo(left);
            assertThat(request.version()).isEqualTo(1);
        });
        assertThat(events.toString()).doesNotContain("omega");
        RunState edited = run.fold(waiting, events);
        assertThat(run.decide(edited, edits("{\"q\":\"omega\"}")))
                .as("the same edit, heard twice")
                .isEqualTo(Decision.ignore());
        RunState agreed = told(run, edited, decides(1, new HumanDecision.Approve(""), BOB));
        assertThat(run.outstanding(agreed).stream()
                        .filter(RunEffect.CallTool.class::isInstance)
                        .map(effect -> ((RunEffect.CallTool) effect).call().arguments()))
                .containsExactly(left);
    }

    @Test
    void anEditOfWhichNothingIsLeftThatDiffersChangesNothing() {
        AgentRun run = guarded(Secrets.redacting("alpha"));

        assertThat(run.decide(waiting(run), edits("{\"q\":\"[redacted]\"}"))).isEqualTo(Decision.ignore());
        assertThat(run.decide(waiting(run), edits("{\"q\":\"alpha\"}"))).isEqualTo(Decision.ignore());
    }

    /** A person is answered at once, so nobody can be asked; as of a result that comes too late. */
    @Test
    void oneThatWouldHaveToBeAskedLetsAnEditOnlyIfItFailsOpen() {
        AskedGuardrail asked = AskedGuardrail.service("moderation", subject -> Verdict.pass());
        AgentRun closed = guarded(asked);
        AgentRun open = guarded(asked.failingOpen());

        assertThat(closed.decide(passed(closed), edits("{\"q\":\"beta\"}")))
                .isInstanceOfSatisfying(
                        Decision.Refuse.class,
                        refused -> assertThat(((Rejection.UnfitArguments) refused.rejection()).why())
                                .startsWith("guardrail 'moderation' does not let them: "));
        assertThat(open.decide(passed(open), edits("{\"q\":\"beta\"}"))).isInstanceOf(Decision.Accept.class);
    }

    /** The same, after the guardrail has been asked about the call. */
    private static RunState passed(AgentRun run) {
        RunState asked = waiting(run);
        RunEffect.AskGuardrail question = run.outstanding(asked).stream()
                .filter(RunEffect.AskGuardrail.class::isInstance)
                .map(RunEffect.AskGuardrail.class::cast)
                .findFirst()
                .orElseThrow();
        return told(run, asked, verdict(question));
    }

    private static RunCommand verdict(RunEffect.AskGuardrail question) {
        return new RunCommand.RecordVerdict(question.call(), new Answered.Said(Verdict.pass()), NOW);
    }
}
