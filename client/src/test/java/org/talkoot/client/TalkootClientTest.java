package org.talkoot.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.testkit.node.LocalNode;

/** Against a real node, which nobody disturbs. */
final class TalkootClientTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private static LocalNode node;
    private static TalkootClient client;

    @BeforeAll
    static void start() {
        node = LocalNode.start(Places.application(false), directory);
        client = TalkootClient.of(node.url());
    }

    @AfterAll
    static void stop() {
        client.close();
        node.close();
    }

    @Test
    void anAnswerIsTextAndSaysWhoGaveIt() {
        Answer answer = client.conversation("text").ask("Count.", SOON);

        assertThat(answer.text()).isEqualTo(Places.WHOLE);
        assertThat(answer.agent()).isEqualTo("counter");
        assertThat(answer.model()).contains("test/words");
        assertThatThrownBy(() -> answer.as(Places.Found.class))
                .isInstanceOf(TalkootException.Unreadable.class)
                .hasMessage("counter answered in prose, not with data");
    }

    @Test
    void anAnswerThatIsAValueIsARecord() {
        Answer answer = client.conversation("data").ask(Message.of("Where?").to("finder"), SOON);

        assertThat(answer.as(Places.Found.class))
                .isEqualTo(new Places.Found(new Places.Place.Street("Aleksanterinkatu", 7), Optional.empty()));
        assertThatThrownBy(() -> answer.as(Answer.class)).isInstanceOf(TalkootException.Unreadable.class);
    }

    @Test
    void aMessageThatIsSaidTwiceIsOne() {
        Conversation conversation = client.conversation("twice");
        Message message = Message.of("Count.").withKey("order-7");

        Accepted first = conversation.say(message);

        assertThat(conversation.say(message)).isEqualTo(first);
        assertThat(conversation.ask(message, SOON)).isEqualTo(conversation.ask(message, SOON));
        assertThat(node.feed("twice", "conversation.message-posted")).hasSize(1);
    }

    @Test
    void whatIsAttachedComesBackWithTheAnswer() {
        byte[] words = "Äpfel".getBytes(StandardCharsets.UTF_8);

        Message.Attachment brought = client.attach(words, "text/plain", "fruit & more.txt");
        Answer answer =
                client.conversation("mirror").ask(Message.of("").to("mirror").attaching(brought), SOON);

        assertThat(brought.bytes()).isEqualTo(words.length);
        assertThat(answer.attachments()).containsExactly(brought);
        assertThat(client.attachment(brought.id())).isEqualTo(words);
        assertThatThrownBy(() -> client.attachment("0".repeat(64))).isInstanceOf(TalkootException.NotFound.class);
        assertThatThrownBy(() -> client.attach(words, "image/png", "fruit.png"))
                .isInstanceOf(TalkootException.Refused.class)
                .hasMessageContaining("said to be image/png");
    }

    @Test
    void anAgentIsGivenWorkByItsName() {
        Agent counter = client.agent("counter");

        Accepted started = counter.start("job-1", "Count.");

        assertThat(counter.start("job-1", "Count.")).isEqualTo(started);
        assertThat(counter.run("job-1", "Count.", SOON).text()).isEqualTo(Places.WHOLE);
        assertThat(started.conversation()).isEqualTo("run:counter:job-1");
        assertThatThrownBy(() -> counter.start("job-1", "Count again.")).isInstanceOf(TalkootException.class);
    }

    @Test
    void aRunIsLookedAtPausedResumedAndGivenASignal() {
        Run run = client.run(client.agent("waiter").start("wait-1", "Go.").run());
        LocalNode.eventually(() -> assertThat(run.awaitedSignals()).containsExactly("go"));
        assertThat(run.values())
                .hasSize(1)
                .hasEntrySatisfying("stage", stage -> assertThat(stage.asText()).isEqualTo("begun"));

        run.pause("a try");
        assertThat(run.status()).isEqualTo("paused");
        run.resume("enough");
        assertThat(run.status()).isEqualTo("waiting_for_signal");
        run.signal("go", "k1", Map.of("amount", 250));

        LocalNode.eventually(() -> assertThat(run.status()).isEqualTo("answered"));
        assertThat(run.awaitedSignals()).isEmpty();
        assertThatThrownBy(() -> run.pause("too late")).isInstanceOf(TalkootException.Refused.class);
    }

    @Test
    void manyRunsAreABatch() {
        Agent finder = client.agent("finder");
        Map<String, String> inputs = Map.of("a", "Where?", "b", "And where?", "c", "Where else?");

        Agent.Batch begun = finder.startAll("monday", inputs);

        assertThat(begun.total()).isEqualTo(3);
        assertThat(finder.startAll("monday", inputs).total()).isEqualTo(3);
        LocalNode.eventually(() -> assertThat(finder.batch("monday")).isEqualTo(new Agent.Batch(3, 0, 3, 0)));
        assertThatThrownBy(() -> finder.batch("tuesday")).isInstanceOf(TalkootException.NotFound.class);
    }

    @Test
    void anAgentIsAskedAtATime() {
        Schedules schedules = client.schedules();
        Schedules.Plan plan = Schedules.Plan.of(
                        "counter",
                        "Count for the {{number}}. time.",
                        new Schedules.Calendar("0 3 * * *", ZoneId.of("Europe/Helsinki")))
                .in(client.conversation("nights"));
        schedules.make("nightly", plan);
        schedules.make("nightly", plan);
        assertThatThrownBy(() -> schedules.make("nightly", plan.skippingMissed()))
                .isInstanceOf(TalkootException.Refused.class);

        schedules.runNow("nightly");

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(schedules.find("nightly").last())
                        .map(Schedules.Last::outcome)
                        .contains("posted"));
        schedules.pause("nightly");
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(schedules.find("nightly").status()).isEqualTo("paused"));
        schedules.resume("nightly");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(schedules.list(Optional.empty(), 10))
                        .filteredOn(each -> each.status().equals("waiting"))
                        .extracting(Schedules.Schedule::name)
                        .containsExactly("nightly"));
        schedules.remove("nightly");
        await().atMost(SOON)
                .untilAsserted(() -> assertThatThrownBy(() -> schedules.find("nightly"))
                        .isInstanceOf(TalkootException.NotFound.class));
    }

    @Test
    void whatPeopleAreAskedIsSeenAndDecided() {
        Conversation conversation = client.conversation("asked");
        Accepted accepted = conversation.say(Message.of("Go.").to("asker"));
        Approvals.Filter here = Approvals.Filter.first(10).in(conversation);
        LocalNode.eventually(() -> assertThat(client.approvals().list(here)).hasSize(1));

        Approvals.Open open = client.approvals().list(here).getFirst();
        assertThat(open.run()).isEqualTo(accepted.run());
        assertThat(open.what()).isEqualTo(new Approvals.Question("May I?", Optional.empty()));
        assertThat(open.deciders()).isEqualTo(new Approvals.Deciders(1, 0, List.of(), List.of()));
        assertThat(client.approvals().find(open.run(), open.call())).isEqualTo(open);
        client.approvals().approve(open, "Go ahead.");

        assertThat(client.approvals().list(here)).isEmpty();
        assertThat(conversation.ask(Message.of("And now?").to("counter"), SOON).text())
                .isEqualTo(Places.WHOLE);
        assertThat(node.feed("asked", "run.human-decided")).hasSize(1);
        assertThatThrownBy(() -> client.approvals().deny(open, "")).isInstanceOf(TalkootException.Refused.class);
    }

    @Test
    void anAnswerCanBeReadWhileItIsWritten() {
        Conversation conversation = client.conversation("pieces");
        conversation.ask("Count once, which is not to be heard again.", SOON);
        List<String> pieces = new ArrayList<>();

        Answer answer = conversation.ask(Message.of("Count again."), SOON, pieces::add);

        assertThat(String.join("", pieces)).isEqualTo(Places.WHOLE);
        assertThat(answer.text()).isEqualTo(Places.WHOLE);
    }

    @Test
    void aTurnThatFailsSaysWhy() {
        assertThatThrownBy(() ->
                        client.conversation("fails").ask(Message.of("Break.").to("breaker"), SOON))
                .asInstanceOf(type(TalkootException.TurnFailed.class))
                .satisfies(failed -> assertThat(failed.code()).isEqualTo("brain-broke"))
                .satisfies(failed -> assertThat(failed).hasMessageContaining("on purpose"));
    }

    @Test
    void whatFailedIsADeadLetter() {
        Conversation conversation = client.conversation("letters");
        assertThatThrownBy(() -> conversation.ask(Message.of("Break.").to("breaker"), SOON))
                .isInstanceOf(TalkootException.TurnFailed.class);

        LocalNode.eventually(() -> assertThat(
                        client.deadLetters().waiting(Optional.of("letters"), Optional.empty(), 10))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.failure()).isEqualTo("AGENT_FAILED");
                    assertThat(letter.agent()).contains("breaker");
                    assertThat(client.deadLetters()
                                    .find(letter.id())
                                    .path("content")
                                    .asText())
                            .isEqualTo("Break.");
                }));
    }

    @Test
    void whatANodeRefusesHasItsCode() {
        assertThatThrownBy(
                        () -> client.conversation("c").say(Message.of("Hello?").to("nobody")))
                .asInstanceOf(type(TalkootException.NotFound.class))
                .satisfies(refused -> {
                    assertThat(refused.code()).isEqualTo("unknown-agent");
                    assertThat(refused.status()).isEqualTo(404);
                });
        assertThatThrownBy(() -> client.conversation("c").say(" "))
                .asInstanceOf(type(TalkootException.Refused.class))
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(422));
    }

    @Test
    void anEventThatIsPublishedTwiceIsOne() {
        OutgoingEvent event = OutgoingEvent.of("task.requested", Map.of("text", "Count."))
                .withId("t-1")
                .in("published")
                .to("counter");

        assertThat(client.publish(event).repeat()).isFalse();
        assertThat(client.publish(event))
                .satisfies(taken -> assertThat(taken.repeat()).isTrue())
                .satisfies(taken -> assertThat(taken.message()).isPresent());
        LocalNode.eventually(() ->
                assertThat(node.feed("published", "conversation.answer-posted")).hasSize(1));
    }

    @Test
    void aFeedHasThePastAndGoesOn() {
        Conversation conversation = client.conversation("followed");
        conversation.ask("Count.", SOON);

        try (Feed feed = conversation.feed(0)) {
            assertThat(until(feed, "conversation.answer-posted")).startsWith("conversation.message-posted");
            long past = feed.position();
            conversation.say("Count again.");
            assertThat(until(feed, "conversation.answer-posted")).startsWith("conversation.message-posted");
            assertThat(feed.position()).isGreaterThan(past);
        }
    }

    @Test
    void whoeverWaitsForAFeedIsLetGoWhenItIsClosed() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Feed feed = client.conversation("silent").feed(0);
            Future<Optional<FeedItem>> waits = threads.submit(feed::next);

            feed.close();

            assertThat(waits.get()).isEmpty();
        }
    }

    @Test
    void whoeverWaitsNoLongerLeavesTheTurnAlone() {
        Conversation conversation = client.conversation("impatient");
        Message message = Message.of("Count.");

        assertThatThrownBy(() -> conversation.ask(message, Duration.ZERO))
                .isInstanceOf(TalkootException.StillRunning.class);
        assertThat(conversation.ask(message, SOON).text()).isEqualTo(Places.WHOLE);
    }

    @Test
    void aNodeThatIsThereIsReady() {
        assertThat(client.isReady()).isTrue();
        try (TalkootClient nobody = TalkootClient.of("http://127.0.0.1:1")) {
            assertThat(nobody.isReady()).isFalse();
        }
    }

    private static List<String> until(Feed feed, String last) {
        List<String> types = new ArrayList<>();
        while (!types.contains(last)) {
            if (feed.next().orElseThrow() instanceof FeedItem.Event event) {
                types.add(event.type());
            }
        }
        return types;
    }
}
