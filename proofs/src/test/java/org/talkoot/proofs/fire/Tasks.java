package org.talkoot.proofs.fire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntConsumer;
import org.talkoot.proofs.foreign.ForeignBroker;

/**
 * Task events as a stranger's producer writes them: numbered for each conversation, some of them twice, some of them
 * rubbish.
 */
final class Tasks {

    /** How many records lie between an event and its repeat, at most. */
    private static final int REPEAT_WITHIN = 40;

    private final int conversations;
    private final int events;
    private final Random random = new Random(7);
    private final Set<String> poison = new HashSet<>();
    private int repeats;

    Tasks(int conversations, int events) {
        this.conversations = conversations;
        this.events = events;
    }

    /** Writes all of them: {@code events} good ones, 5 % of them twice, and 0.1 % poison. */
    void write(ForeignBroker broker) throws IOException {
        write(broker, i -> {});
    }

    /**
     * The same.
     *
     * @param pace called before each good one, with its number
     */
    void write(ForeignBroker broker, IntConsumer pace) throws IOException {
        try (ForeignBroker.Sender sender = broker.sender(ForeignBroker.TASKS)) {
            Deque<Task> again = new ArrayDeque<>();
            for (int i = 0; i < events; i++) {
                pace.accept(i);
                Task task = good(i);
                sender.send(task.conversation(), task.body());
                if (random.nextInt(20) == 0) {
                    again.add(task);
                    repeats++;
                }
                if (!again.isEmpty() && random.nextInt(REPEAT_WITHIN) < 4) {
                    Task repeat = again.removeFirst();
                    sender.send(repeat.conversation(), repeat.body());
                }
                if (random.nextInt(1_000) == 0) {
                    sender.send(conversation(i % conversations), bad(i));
                }
            }
            for (Task task : again) {
                sender.send(task.conversation(), task.body());
            }
        }
    }

    private record Task(String conversation, byte[] body) {}

    private Task good(int i) {
        String conversation = conversation(i % conversations);
        String text = text(i % conversations, i / conversations);
        return new Task(
                conversation, """
                {"event_id":"%s","event_type":"task.requested","version":"1.0","target_agent":"worker",\
                "conversation_id":"%s","payload":{"text":"%s"}}\
                """.formatted("task-" + text, conversation, text).getBytes(UTF_8));
    }

    private byte[] bad(int i) {
        String body = "{\"event_id\":\"poison-" + i + "\", this is \u0000 no event";
        poison.add(body);
        return body.getBytes(UTF_8);
    }

    static String conversation(int number) {
        return "c" + number;
    }

    static String text(int conversation, int number) {
        return conversation + "-" + number;
    }

    /** What each conversation was told, in order. */
    List<String> expected(int conversation) {
        List<String> texts = new ArrayList<>();
        for (int i = conversation; i < events; i += conversations) {
            texts.add(text(conversation, i / conversations));
        }
        return texts;
    }

    int conversations() {
        return conversations;
    }

    int events() {
        return events;
    }

    int repeats() {
        return repeats;
    }

    Set<String> poison() {
        return poison;
    }
}
