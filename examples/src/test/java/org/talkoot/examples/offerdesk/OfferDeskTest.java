package org.talkoot.examples.offerdesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.agents.tool.method.AnnotatedTools;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.schema.DataType;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.examples.offerdesk.OfferDesk.Offer;
import org.talkoot.examples.offerdesk.OfferDesk.Price;
import org.talkoot.examples.offerdesk.OfferDesk.Stock;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.FakeTool;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;
import org.talkoot.testkit.node.LocalNode;

/** What a flow comes to when a step fails, one at each kind of way, killed after each of its events. */
final class OfferDeskTest {

    private static final ToolResult CLOSED = ToolResult.failure("closed", "It is closed.");
    private static final String CALLED = "It is written, but not sent (%s). We shall call you.";

    @TempDir
    Path directory;

    /**
     * One way for it to go.
     *
     * @param fails what is broken
     * @param ends the answer, or the code of the failure
     * @param way the choices that were made, in order
     * @param drafts how often an offer was written, failed attempts too
     */
    record Story(String fails, World world, String ends, String way, int drafts) {

        @Override
        public String toString() {
            return fails;
        }
    }

    /**
     * What everybody does. Each takes his time, so that no two things happen at once: a crash would decide which of
     * them is first.
     */
    record World(
            Next store,
            Next list,
            Next seller,
            Next buyer,
            Function<Offer, Next> writer,
            Function<Offer, ToolResult> read,
            ToolResult send) {

        /** Nothing fails in it; a draft that is read twice is good. */
        static final World GOOD = new World(
                Next.Answer.data(new Stock(3)),
                Next.Answer.data(new Price(10)),
                Next.Answer.data(new Price(100)),
                new Next.Answer("ordered"),
                offer -> Next.Answer.data(offer.saying(offer.text() + "!")),
                offer -> data(offer.text().length() < 2 ? offer.with("longer") : offer.with("")),
                ToolResult.success("sent"));

        World store(Next changed) {
            return new World(changed, list, seller, buyer, writer, read, send);
        }

        World list(Next changed) {
            return new World(store, changed, seller, buyer, writer, read, send);
        }

        World seller(Next changed) {
            return new World(store, list, changed, buyer, writer, read, send);
        }

        World buyer(Next changed) {
            return new World(store, list, seller, changed, writer, read, send);
        }

        World writer(Function<Offer, Next> changed) {
            return new World(store, list, seller, buyer, changed, read, send);
        }

        World reading(Function<Offer, ToolResult> changed) {
            return new World(store, list, seller, buyer, writer, changed, send);
        }

        World send(ToolResult changed) {
            return new World(store, list, seller, buyer, writer, read, changed);
        }

        Outcome told() {
            return ReplayCheck.atEveryEvent(Scenario.of(
                            OfferDesk.desk(),
                            agent("store", 1, view -> store),
                            agent("price-list", 2, view -> list),
                            agent("seller", 60, view -> seller),
                            agent("buyer", 1, view -> buyer),
                            agent(
                                    "writer",
                                    1,
                                    view -> writer.apply(view.task(Offer.class).orElseThrow())))
                    .tools(
                            FakeTool.named("send_offer").returning(send),
                            FakeTool.named("read_offer").doing(call -> read.apply(offer(call))))
                    .says("nails"));
        }

        private static AgentDefinition agent(String type, int seconds, Function<RunView, Next> brain) {
            Next.Sleep sleep = new Next.Sleep(Duration.ofSeconds(seconds));
            return AgentDefinition.of(
                    type, "", new CodeBrain(view -> view.steps().isEmpty() ? sleep : brain.apply(view)));
        }
    }

    static Stream<Story> stories() {
        World good = World.GOOD;
        Function<Offer, ToolResult> never = offer -> data(offer.with("no"));
        String once = "terms -> otherwise, read -> not good yet, read -> otherwise";
        String bound = "terms -> otherwise, read -> not good yet, read -> not good yet, read -> otherwise";
        return Stream.of(
                new Story("nothing", good, "sent", once, 2),
                new Story("start: one that is needed", good.store(closed()), "closed", "", 0),
                new Story("start: one of two that race, so the other goes on", good.list(closed()), "sent", once, 2),
                new Story(
                        "start: one of two that race brings something else",
                        good.list(new Next.Answer("{\"euros\":1}")),
                        "sent",
                        once,
                        2),
                new Story("either: all of them", good.list(closed()).seller(tired()), "tired", "", 0),
                new Story("either: who had lost already", good.seller(tired()), "sent", once, 2),
                new Story(
                        "either: what comes behind it",
                        good.list(Next.Answer.data(new Price(Integer.MAX_VALUE))),
                        "brain-broke",
                        "",
                        0),
                new Story("join: one of its parts", good.store(new Next.Answer("many")), "unreadable-result", "", 0),
                new Story(
                        "join: what comes behind it",
                        good.store(Next.Answer.data(new Stock(Integer.MAX_VALUE))),
                        "brain-broke",
                        "",
                        0),
                new Story(
                        "when: nothing, the other way",
                        good.store(Next.Answer.data(new Stock(0))),
                        "ordered",
                        "terms -> none there",
                        0),
                new Story(
                        "when: the step that was chosen",
                        good.store(Next.Answer.data(new Stock(0))).buyer(closed()),
                        "closed",
                        "terms -> none there",
                        0),
                new Story("after", good.reading(offer -> CLOSED), "closed", "terms -> otherwise", 1),
                new Story(
                        "loop: its first step, at first",
                        good.writer(offer -> tired()),
                        "tired",
                        "terms -> otherwise",
                        1),
                new Story(
                        "loop: its first step, the second time",
                        good.writer(offer -> offer.remarks().isEmpty() ? Next.Answer.data(offer.saying("!")) : tired()),
                        "tired",
                        "terms -> otherwise, read -> not good yet",
                        2),
                new Story(
                        "loop: its last step, the second time",
                        good.reading(offer -> offer.text().length() < 2 ? data(offer.with("longer")) : CLOSED),
                        "closed",
                        "terms -> otherwise, read -> not good yet",
                        2),
                new Story("bound: nothing, it goes on without being good", good.reading(never), "sent", bound, 3),
                new Story(
                        "bound: the last time of the loop",
                        good.reading(never)
                                .writer(offer -> offer.text().length() < 2
                                        ? Next.Answer.data(offer.saying(offer.text() + "!"))
                                        : tired()),
                        "tired",
                        "terms -> otherwise, read -> not good yet, read -> not good yet",
                        3),
                new Story(
                        "bound: what comes behind it",
                        good.reading(never).send(CLOSED),
                        CALLED.formatted("closed"),
                        bound,
                        3),
                new Story("end: handled", good.send(CLOSED), CALLED.formatted("closed"), once, 2),
                new Story(
                        "end: nobody knows",
                        good.send(new ToolResult.InDoubt("The line was cut.")),
                        CALLED.formatted("in-doubt"),
                        once,
                        2));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stories")
    void whatFailsAndWhatBecomesOfIt(Story story) {
        Outcome outcome = story.world().told();

        List<String> ends = new ArrayList<>(outcome.answers());
        ends.addAll(outcome.failures());
        assertThat(ends).containsExactly(story.ends());
        assertThat(String.join(", ", choices(outcome))).isEqualTo(story.way());
        assertThat(outcome.of(RunEvent.DelegationRequested.class)
                        .filter(task -> task.to().value().equals("writer")))
                .hasSize(story.drafts());
    }

    @Test
    void whoComesSecondIsGivenUp() {
        Outcome outcome = World.GOOD.told();

        assertThat(outcome.of(RunEvent.CallsGivenUp.class)).hasSize(1);
        assertThat(outcome.of(RunEvent.RunFailed.class)
                        .map(failed -> failed.failure().code()))
                .containsExactly("cancelled");
    }

    @Test
    void itIsAnApplication() {
        try (LocalNode node = LocalNode.start(
                Talkoot.agents(OfferDesk.agents()).tools(context -> AnnotatedTools.of(new OfferDesk.Tools())),
                directory)) {
            assertThat(node.say("c1", "offers", "nails")).startsWith("Good day! We have 300 pieces for ");
            assertThat(node.say("c2", "offers", "nails of gold")).isEqualTo("We have none. It is ordered.");
        }
    }

    private static Offer offer(ToolCall call) {
        return DataType.of(Offer.class).read(call.arguments()).fitting().orElseThrow();
    }

    private static <T extends Record> ToolResult data(T value) {
        return ToolResult.success(DataType.of(value).write(value));
    }

    private static Next closed() {
        return new Next.Fail(new RunFailure.GaveUp("closed", "It is closed."));
    }

    private static Next tired() {
        return new Next.Fail(new RunFailure.GaveUp("tired", "He is tired."));
    }

    private static List<String> choices(Outcome outcome) {
        return outcome.of(RunEvent.Noted.class)
                .map(RunEvent.Noted::text)
                .filter(note -> note.contains(" -> "))
                .toList();
    }
}
