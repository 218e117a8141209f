package org.talkoot.persistence.story;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.approval.ApprovalPolicy;
import org.talkoot.core.approval.ApprovalTerms;
import org.talkoot.core.approval.HumanDecision;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.guard.Answered;
import org.talkoot.core.guard.AskedGuardrail;
import org.talkoot.core.guard.Place;
import org.talkoot.core.guard.Verdict;
import org.talkoot.core.guard.rule.Secrets;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.run.RunCommand;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolCatalog;
import org.talkoot.core.tool.ToolInput;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.core.tool.ToolSpec;

/** What can happen to a conversation, each as a story that always goes the same way. */
public final class Stories {

    private static final ModelName MODEL = new ModelName("offline/rules");

    private static final AgentCatalog CATALOG = AgentCatalog.of(
                    AgentDefinition.of(
                            "triage",
                            "Finds out who can help",
                            LlmBrain.of("Be kind.")
                                    .withTools("search", "refund")
                                    .handingOffTo("billing")
                                    .asking("research")),
                    AgentDefinition.of(
                            "billing", "Knows money", LlmBrain.of("Count.").withTools("refund")),
                    AgentDefinition.of("research", "Reads", LlmBrain.of("Read.")),
                    AgentDefinition.of(
                            "cashier",
                            "Pays when others agree",
                            LlmBrain.of("Pay.")
                                    .withTools("refund")
                                    .approving(
                                            "refund",
                                            ApprovalPolicy.always(ApprovalTerms.within(Duration.ofHours(8))
                                                    .byRoles("finance")))),
                    AgentDefinition.of(
                                    "careful",
                                    "Looks twice",
                                    LlmBrain.of("Mind.").withTools("search"))
                            .guarding(Place.INPUT, AskedGuardrail.service("moderation", subject -> Verdict.pass()))
                            .guarding(Place.TOOL_ARGUMENTS, Secrets.redacting("omega"))
                            .guarding(Place.TOOL_RESULT, Secrets.blocking("sigma"))
                            .guarding(
                                    Place.OUTPUT,
                                    AskedGuardrail.judge("on-topic", "It is about weather.", new ModelName("judge"))),
                    AgentDefinition.of("night-watch", "Wakes up", new CodeBrain(Stories::watch)))
            .withTools(ToolCatalog.of(List.of(tool("search"), tool("refund"))));

    private Stories() {}

    private static ToolSpec tool(String name) {
        return ToolSpec.of(
                name, "Knows how to " + name, new ToolInput.Json("{\"type\":\"object\"}"), SideEffect.IDEMPOTENT);
    }

    /** By the name of the file that they are recorded in. */
    public static Map<String, Story> all() {
        Map<String, Story> stories = new LinkedHashMap<>();
        stories.put("plain-answer", plainAnswer());
        stories.put("tools", tools());
        stories.put("handoff", handoff());
        stories.put("delegation", delegation());
        stories.put("failure", failure());
        stories.put("human-asked", humanAsked());
        stories.put("triggered", triggered());
        stories.put("waiting-messages", waitingMessages());
        stories.put("unfinished", unfinished());
        stories.put("cancelled", cancelled());
        stories.put("guarded", guarded());
        return stories;
    }

    public static Story plainAnswer() {
        return story("plain")
                .models(answers("Hello."), answers("Fine."))
                .say("Hi")
                .say("How are you?");
    }

    public static Story tools() {
        return story("tools")
                .models(
                        calls("Let me look.", call("search", "{\"q\":\"madrid\"}"), call("search", "{\"q\":\"oulu\"}")),
                        answers("Rain here, snow there."))
                .tools(ToolResult.success("{\"weather\":\"rain\"}"), ToolResult.failure("not-found", "No such city."))
                .say("Weather?");
    }

    public static Story handoff() {
        return story("handoff")
                .models(
                        calls("", call("hand_off_to_billing", "Wants order 7 refunded")),
                        calls("", call("refund", "{\"order\":7}")),
                        answers("Refunded."))
                .tools(ToolResult.success("done"))
                .say("I want my money back");
    }

    public static Story delegation() {
        return story("delegation")
                .models(
                        calls("", call("ask_research", "Who was Hypatia?")),
                        answers("A mathematician."),
                        answers("She was a mathematician."))
                .say("Who was Hypatia?");
    }

    public static Story failure() {
        return story("failure")
                .models(
                        new ModelOutcome.Failed(
                                new ModelFailure.RateLimited("slow down", Duration.ofSeconds(20)), TokenUsage.of(5, 0)),
                        answers("Here I am."))
                .say("Are you there?")
                .say("And now?");
    }

    public static Story humanAsked() {
        return story("human")
                .models(calls("", call("refund", "{\"order\":7}")), answers("It has happened."))
                .tools(new ToolResult.InDoubt("The node died."))
                .people(new HumanDecision.Approve("yes, I saw it"))
                .say("Refund order 7");
    }

    /** Ann agrees to the call of a cashier. */
    public static Story approved() {
        return approval("approved").people(new HumanDecision.Approve("fine")).say("Refund order 7");
    }

    /** Ann does not. */
    public static Story denied() {
        return approval("denied").people(new HumanDecision.Deny("Too much.")).say("Refund order 7");
    }

    /** Nobody has said anything yet. */
    public static Story undecided() {
        return approval("undecided").say("Refund order 7");
    }

    private static Story approval(String key) {
        return new Story(key, CATALOG)
                .to("cashier")
                .models(calls("", call("refund", "{\"order\":7}")), answers("Done."))
                .tools(ToolResult.success("refunded"));
    }

    public static Story triggered() {
        return trigger(story("triggered"), "evt-1");
    }

    public static Story waitingMessages() {
        return story("waiting")
                .models(answers("One."), answers("Two."), answers("Three."))
                .post("1")
                .post("2")
                .say("3");
    }

    /** Ends in the middle: nobody answers the model call. */
    public static Story unfinished() {
        return story("unfinished").say("Hello?");
    }

    public static Story cancelled() {
        return story("cancelled").say("Hello?").cancel();
    }

    /**
     * A service rewrites what is asked; arguments are rewritten, a result is blocked, a judge lets the answer go. Then
     * the service says nothing, and the run fails closed.
     */
    public static Story guarded() {
        return story("guarded")
                .to("careful")
                .services(
                        new Answered.Said(new Verdict.Rewrite("Weather, please?")),
                        new Answered.Nothing("it did not answer in time"))
                .models(
                        calls("", call("search", "{\"q\":\"omega\"}")),
                        answers("Rain."),
                        answers("{\"allowed\":true,\"reason\":\"It is.\"}"))
                .tools(ToolResult.success("sigma, and rain"))
                .say("Weather, you fool?")
                .say("And tomorrow?");
    }

    private static Story trigger(Story story, String event) {
        RunId run = RunId.triggered(1, new AgentType("night-watch"));
        RunRequest request = new RunRequest(
                run,
                new RunOrigin.Trigger("order.paid", event),
                List.of(new Message.User(new MessageId(event), "midnight", Instant.EPOCH)),
                List.of());
        return story.tell(
                new AgentType("night-watch"), new RunCommand.StartRun(request, Instant.parse("2026-01-05T00:00:00Z")));
    }

    /** Writes down, tells the world, sleeps, answers. */
    private static Next watch(RunView view) {
        return switch (view.steps().size()) {
            case 0 -> new Next.Note("plan", "look around");
            case 1 -> new Next.Publish("watch.begun", "{\"quiet\":true}");
            case 2 -> new Next.Sleep(Duration.ofHours(1));
            default -> new Next.Answer("All quiet.");
        };
    }

    public static Story story(String key) {
        return new Story(key, CATALOG);
    }

    public static ModelOutcome answers(String text) {
        return new ModelOutcome.Replied(new ModelReply.Answer(text), new TokenUsage(40, 10, 7), MODEL);
    }

    public static ModelOutcome calls(String text, ToolCall... calls) {
        return new ModelOutcome.Replied(
                new ModelReply.ToolCalls(text, List.of(calls)), new TokenUsage(50, 20, 9), MODEL);
    }

    public static ToolCall call(String tool, String arguments) {
        return new ToolCall(new CallId("p"), tool, arguments);
    }
}
