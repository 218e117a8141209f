package org.talkoot.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.testkit.process.ChildJvm;

/** A node is killed in the middle of an answer, and started again on its port and folder. */
final class KilledNodeIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path directory;

    @Test
    void whoeverAskedHasTheWholeAnswerAndTheFeedHasNoGapAndNoRepeat() throws Exception {
        int port = freePort();
        CompletableFuture<Void> twoWords = new CompletableFuture<>();
        List<String> pieces = new ArrayList<>();
        ClientSettings settings = ClientSettings.of("http://127.0.0.1:" + port).withPatience(PATIENCE);
        try (TalkootClient client = TalkootClient.of(settings);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ChildJvm held = start(Places.Held.class, client, port);
            Conversation conversation = client.conversation("c1");
            Future<Answer> answer = threads.submit(() -> conversation.ask(Message.of("Count."), PATIENCE, piece -> {
                pieces.add(piece);
                if (String.join("", pieces).equals("one two ")) {
                    twoWords.complete(null);
                }
            }));
            Future<List<FeedItem>> followed = threads.submit(() -> untilAnswered(conversation));
            twoWords.get();
            Future<Answer> asked = threads.submit(() -> conversation.ask("And again.", PATIENCE));

            held.kill();
            ChildJvm free = start(Places.Free.class, client, port);

            assertThat(answer.get().text()).isEqualTo(Places.WHOLE);
            assertThat(asked.get().text()).isEqualTo(Places.WHOLE);
            assertThat(Places.WHOLE).endsWith(afterTheLastBreak(pieces));
            assertThat(followed.get()).anyMatch(FeedItem.Resumed.class::isInstance);
            assertThat(events(followed.get()))
                    .as("what a fresh reader sees")
                    .isEqualTo(events(untilAnswered(conversation)));
            free.kill();
        }
    }

    /** Both messages. */
    private static List<FeedItem> untilAnswered(Conversation conversation) {
        List<FeedItem> items = new ArrayList<>();
        int answers = 0;
        try (Feed feed = conversation.feed(0)) {
            while (answers < 2) {
                FeedItem item = feed.next().orElseThrow();
                items.add(item);
                if (item instanceof FeedItem.Event event && event.type().equals("conversation.answer-posted")) {
                    answers++;
                }
            }
        }
        return items;
    }

    private static List<FeedItem> events(List<FeedItem> items) {
        return items.stream().filter(FeedItem.Event.class::isInstance).toList();
    }

    /** An empty piece voids those before it. */
    private static String afterTheLastBreak(List<String> pieces) {
        return String.join("", pieces.subList(pieces.lastIndexOf("") + 1, pieces.size()));
    }

    private ChildJvm start(Class<?> main, TalkootClient client, int port) throws IOException {
        ChildJvm jvm = ChildJvm.of(
                        main,
                        "--port",
                        Integer.toString(port),
                        "--data",
                        directory.resolve("data").toString())
                .with("-Xmx256m")
                .start(directory.resolve("node.log"));
        jvm.awaitThat(PATIENCE, client::isReady);
        return jvm;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
