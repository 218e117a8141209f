package org.talkoot.bridges.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.RpcClient;
import com.rabbitmq.client.RpcClientParams;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.talkoot.bridges.port.Questions;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.Delivery;
import org.talkoot.core.bus.EventSource;
import org.talkoot.testkit.bus.RecordingIntake;

/** Whoever asks by RabbitMQ is answered. */
final class RabbitmqQuestionsIT {

    private static final String QUEUE = """
            talkoot.rabbitmq {
              questions { queue = "%1$s", timeout = 7 s, prefetch = 2 }
              queues { "%1$s" { type = classic } }
            }
            """;

    private final String queue = "questions-" + UUID.randomUUID();

    @Test
    void repliesToWhereItIsToldWithTheCorrelationOfTheQuestion() throws Exception {
        List<Delivery> asked = new CopyOnWriteArrayList<>();
        List<Duration> patience = new CopyOnWriteArrayList<>();
        Questions questions = (question, time) -> {
            asked.add(question);
            patience.add(time);
            return CompletableFuture.completedFuture("{\"answer\":{}}".getBytes(UTF_8));
        };
        try (RabbitmqSandbox sandbox = new RabbitmqSandbox(SharedServer.server(), 4, QUEUE.formatted(queue));
                EventSource source = source(sandbox, questions);
                Channel channel = sandbox.channel()) {
            source.start(RecordingIntake.completing());

            RpcClient.Response reply = client(channel).doCall(null, "why?".getBytes(UTF_8), 20_000);

            assertThat(new String(reply.getBody(), UTF_8)).isEqualTo("{\"answer\":{}}");
            assertThat(reply.getProperties().getContentType()).isEqualTo("application/json");
            assertThat(new String(asked.getFirst().body(), UTF_8)).isEqualTo("why?");
            assertThat(asked.getFirst().key()).isNull();
            assertThat(patience).containsExactly(Duration.ofSeconds(7));
            assertThat(source.health()).isEqualTo(new BridgeHealth.Flowing());
        }
    }

    @Test
    void answersAtATimeAsManyAsItMayAndLeavesTheRestToOthers() throws Exception {
        List<CompletableFuture<byte[]>> waiting = new CopyOnWriteArrayList<>();
        try (RabbitmqSandbox sandbox = new RabbitmqSandbox(SharedServer.server(), 4, QUEUE.formatted(queue));
                EventSource other = source(sandbox, (question, time) -> said("other"));
                Channel channel = sandbox.channel()) {
            String replies = channel.queueDeclare().getQueue();
            EventSource one = source(sandbox, (question, time) -> held(waiting));
            one.start(RecordingIntake.completing());
            for (int i = 0; i < 3; i++) {
                ask(channel, replies, "question-" + i);
            }
            RabbitmqSourceFixture.awaiting().until(() -> waiting.size() == 2);
            other.start(RecordingIntake.completing());
            RabbitmqSourceFixture.awaiting().until(() -> channel.messageCount(replies) == 1);
            assertThat(sandbox.drain(replies).getFirst().getProps().getCorrelationId())
                    .isEqualTo("question-2");

            one.close();

            RabbitmqSourceFixture.awaiting().until(() -> channel.messageCount(replies) == 2);
            assertThat(sandbox.drain(replies))
                    .extracting(message -> message.getProps().getCorrelationId())
                    .containsExactlyInAnyOrder("question-0", "question-1");
        }
    }

    @Test
    void goesOnAfterAQuestionWhoseSenderNamesNoReplyOrHasGone() throws Exception {
        try (RabbitmqSandbox sandbox = new RabbitmqSandbox(SharedServer.server(), 4, QUEUE.formatted(queue));
                EventSource source = source(sandbox, (question, time) -> said("here"));
                Channel channel = sandbox.channel()) {
            source.start(RecordingIntake.completing());
            ask(channel, null, "nobody");
            ask(channel, "a-queue-that-has-gone", "gone");

            RpcClient.Response reply = client(channel).doCall(null, "why?".getBytes(UTF_8), 20_000);

            assertThat(new String(reply.getBody(), UTF_8)).isEqualTo("here");
            RabbitmqSourceFixture.awaiting().until(() -> channel.messageCount(queue) == 0);
        }
    }

    private RpcClient client(Channel channel) throws Exception {
        return new RpcClient(new RpcClientParams()
                .channel(channel)
                .exchange("")
                .routingKey(queue)
                .replyTo("amq.rabbitmq.reply-to"));
    }

    private void ask(Channel channel, String replyTo, String correlation) throws Exception {
        BasicProperties properties = new BasicProperties.Builder()
                .replyTo(replyTo)
                .correlationId(correlation)
                .build();
        channel.basicPublish("", queue, properties, "why?".getBytes(UTF_8));
    }

    private static EventSource source(RabbitmqSandbox sandbox, Questions questions) {
        return new RabbitmqQuestions(
                sandbox.link("out"), sandbox.topology(), sandbox.settings().questions(), questions);
    }

    private static CompletionStage<byte[]> said(String reply) {
        return CompletableFuture.completedFuture(reply.getBytes(UTF_8));
    }

    private static CompletionStage<byte[]> held(List<CompletableFuture<byte[]>> waiting) {
        CompletableFuture<byte[]> reply = new CompletableFuture<>();
        waiting.add(reply);
        return reply;
    }
}
