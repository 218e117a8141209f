package org.talkoot.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.Caller;
import org.talkoot.core.ConversationId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.budget.RunLimits;
import org.talkoot.core.conversation.Conversation;
import org.talkoot.core.conversation.ConversationCommand.PostMessage;
import org.talkoot.core.event.Attributes;
import org.talkoot.core.event.Trace;
import org.talkoot.core.guard.Redaction;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelClient;
import org.talkoot.core.run.RunCommand;
import org.talkoot.core.schema.DataType;
import org.talkoot.core.tool.ToolCatalog;

/**
 * A behaviour test of agents: who they are, what the world around them says, and what people write. Runs the real
 * deciders in memory with virtual time, in milliseconds, and tells what happened as {@link Outcome}. Immutable; each
 * run is fresh.
 *
 * <pre>{@code
 * Outcome outcome =
 *         Scenario.of(HelloAgent.definition())
 *                 .model(ScriptedModel.of(turn().calls("clock", "{}"), turn().answers("Noon.")))
 *                 .tools(FakeTool.named("clock").returning("12:00"))
 *                 .says("What time is it?")
 *                 .run();
 * assertThat(outcome.answers()).containsExactly("Noon.");
 * }</pre>
 */
public final class Scenario {

    private static final ConversationId CONVERSATION = ConversationId.of("scenario");

    private final AgentCatalog catalog;
    private final ModelClient model;
    private final List<FakeTool> tools;
    private final List<Person.Saying> people;
    private final List<Consumer<World>> script;
    private final int said;

    private Scenario(
            AgentCatalog catalog,
            ModelClient model,
            List<FakeTool> tools,
            List<Person.Saying> people,
            List<Consumer<World>> script,
            int said) {
        this.catalog = catalog;
        this.model = model;
        this.tools = List.copyOf(tools);
        this.people = List.copyOf(people);
        this.script = List.copyOf(script);
        this.said = said;
    }

    /** These agents; the first takes messages that name nobody. */
    public static Scenario of(AgentDefinition... agents) {
        return new Scenario(AgentCatalog.of(agents), ScriptedModel.of(), List.of(), List.of(), List.of(), 0);
    }

    /** What models say. Without it, a call of a model fails the test. */
    public Scenario model(ModelClient changed) {
        return new Scenario(catalog, changed, tools, people, script, said);
    }

    /** The tools that agents may call. */
    public Scenario tools(FakeTool... changed) {
        return new Scenario(catalog, model, List.of(changed), people, script, said);
    }

    /** All agents have these limits instead of their own: what becomes of a run that may use so little? */
    public Scenario limitedTo(RunLimits limits) {
        AgentCatalog limited = AgentCatalog.of(
                catalog.all().stream().map(agent -> agent.withLimits(limits)).toList());
        return new Scenario(limited, model, tools, people, script, said);
    }

    /** What people write is freed of this before anything is written. */
    public Scenario redacting(Redaction redaction) {
        return new Scenario(catalog.redacting(redaction), model, tools, people, script, said);
    }

    /**
     * What people say to every question and every call that waits for them: the first half a minute after it was asked,
     * each other half a minute later. What is said behind an edit is said to the edited call.
     */
    public Scenario people(Person.Saying... sayings) {
        return new Scenario(catalog, model, tools, List.of(sayings), script, said);
    }

    /** Someone writes this, and the turn is played to its end. */
    public Scenario says(String text) {
        MessageId message = message(said + 1);
        return then(
                world -> {
                    world.post(new PostMessage(message, null, text, world.now()));
                    world.untilEnded(message);
                },
                1);
    }

    /** Someone writes this and brings what is to be known of the conversation, and the turn is played to its end. */
    public Scenario says(String text, Map<String, String> attributes) {
        MessageId message = message(said + 1);
        return then(
                world -> {
                    world.post(new PostMessage(message, null, text, world.now())
                            .knowing(Attributes.Change.setting(attributes)));
                    world.untilEnded(message);
                },
                1);
    }

    /** This is known of the conversation from now on, beside what was known before; nothing is played. */
    public Scenario knows(Map<String, String> attributes) {
        MessageId change = message(said + 1);
        return then(world -> world.change(change, Attributes.Change.setting(attributes)), 1);
    }

    /** This caller writes this, and the turn is played to its end. */
    public Scenario saysAs(Caller caller, String text) {
        MessageId message = message(said + 1);
        return then(
                world -> {
                    world.post(new PostMessage(message, null, text, world.now()).by(caller));
                    world.untilEnded(message);
                },
                1);
    }

    /** Someone writes this to one agent, and the turn is played to its end. */
    public Scenario saysTo(String agent, String text) {
        MessageId message = message(said + 1);
        return then(
                world -> {
                    world.post(new PostMessage(message, new AgentType(agent), text, world.now()));
                    world.untilEnded(message);
                },
                1);
    }

    /** Someone writes all of this without waiting for answers. */
    public Scenario saysAtOnce(String... texts) {
        int first = said + 1;
        return then(
                world -> {
                    for (int i = 0; i < texts.length; i++) {
                        world.post(new PostMessage(message(first + i), null, texts[i], world.now()));
                    }
                },
                texts.length);
    }

    /** Someone writes this, which is refused; nothing is played. */
    public Scenario triesToSay(String text) {
        MessageId message = message(said + 1);
        return then(world -> world.post(new PostMessage(message, null, text, world.now())), 1);
    }

    /** The last message is sent once more, as a client does that has not heard of it. */
    public Scenario saysAgain(String text) {
        MessageId message = message(said);
        return then(world -> world.post(new PostMessage(message, null, text, world.now())), 0);
    }

    /** Someone cancels the first run of the {@code number}-th message. */
    public Scenario cancels(String agent, int number) {
        return then(
                world -> world.tellAgent(
                        AgentId.in(CONVERSATION, new AgentType(agent)),
                        new RunCommand.CancelRun(Conversation.firstRun(message(number)), "enough", world.now())),
                0);
    }

    /**
     * Somebody outside gives the first run of the {@code number}-th message a signal, again and again until it is
     * stored or refused.
     *
     * @param payload a JSON value
     */
    public Scenario signals(String agent, int number, String name, String key, String payload) {
        return tells(
                agent,
                at -> new RunCommand.Signal(
                        Conversation.firstRun(message(number)),
                        name,
                        key,
                        payload,
                        Caller.anonymous(CONVERSATION.tenant()),
                        at));
    }

    /** Somebody pauses the first run of the {@code number}-th message, and all that works for it. */
    public Scenario pauses(String agent, int number) {
        return tells(
                agent,
                at -> new RunCommand.Pause(
                        Conversation.firstRun(message(number)), "wait", Caller.anonymous(CONVERSATION.tenant()), at));
    }

    /** Somebody lets it go on. */
    public Scenario resumes(String agent, int number) {
        return tells(
                agent,
                at -> new RunCommand.Resume(
                        Conversation.firstRun(message(number)), "go on", Caller.anonymous(CONVERSATION.tenant()), at));
    }

    private Scenario tells(String agent, Function<Instant, RunCommand> command) {
        return then(world -> world.insistOn(AgentId.in(CONVERSATION, new AgentType(agent)), command), 0);
    }

    /** Someone cancels the turn that is being worked on, whoever works on it. */
    public Scenario cancelsTurn() {
        return then(world -> world.cancelTurn("enough"), 0);
    }

    /** Somebody removes the conversation, and all that belongs to it is ended. */
    public Scenario removesConversation() {
        return then(World::remove, 0);
    }

    /** An event of this type wakes an agent; nothing is played. */
    public Scenario wakes(String agent, String eventType, String payload) {
        MessageId event = message(said + 1);
        AgentType type = new AgentType(agent);
        RunId run = RunId.triggered(said + 1, type);
        return then(
                world -> world.begin(
                        AgentId.in(CONVERSATION, type),
                        new RunRequest(
                                run,
                                new RunOrigin.Trigger(eventType, event.value()),
                                List.of(
                                        new Message.Note("event", eventType),
                                        new Message.User(new MessageId(run.value()), payload, world.now())),
                                List.of(),
                                Trace.begunBy(event).deeper())),
                1);
    }

    /** Time passes. */
    public Scenario passes(Duration time) {
        return then(world -> world.pass(time), 0);
    }

    /** An event comes from outside that is meant for nobody in particular: it wakes the agents that subscribe to it. */
    public Scenario hears(String eventType, String payload) {
        return then(world -> world.hear(eventType, payload), 0);
    }

    /** The same with a value. */
    public Scenario hears(String eventType, Record payload) {
        return hears(eventType, DataType.of(payload).write(payload));
    }

    /** Plays it undisturbed, to its very end. */
    public Outcome run() {
        return run(new Disturbance.None(new HashMap<>()), Optional.empty());
    }

    /** @param checked what came of it before, of which the histories that are the same have been checked */
    Outcome run(Disturbance disturbance, Optional<Outcome> checked) {
        List<FakeTool> fresh = tools.stream().map(FakeTool::fresh).toList();
        ModelClient asked = model instanceof ScriptedModel scripted ? scripted.fresh() : model;
        ToolCatalog offered = new FakeTools(fresh);
        World world =
                new World(catalog.withTools(offered), new Surroundings(catalog, asked, fresh, people), disturbance);
        script.forEach(part -> part.accept(world));
        world.untilQuiet();
        world.checkEveryPrefix(checked);
        return Outcome.of(world, fresh);
    }

    private Scenario then(Consumer<World> part, int messages) {
        List<Consumer<World>> longer = new ArrayList<>(script);
        longer.add(part);
        return new Scenario(catalog, model, tools, people, longer, said + messages);
    }

    private static MessageId message(int number) {
        return new MessageId("m" + number);
    }
}
