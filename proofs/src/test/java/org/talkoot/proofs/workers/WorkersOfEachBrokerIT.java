package org.talkoot.proofs.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.talkoot.proofs.workers.CallingNode.ONCE;
import static org.talkoot.proofs.workers.CallingNode.PATIENT;
import static org.talkoot.proofs.workers.CallingNode.WORD_COUNT;
import static org.talkoot.proofs.workers.Talks.LONG;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.proofs.crash.NodeProcess;

/**
 * The workers of {@code examples/workers} and a whole node by each broker that they know, and one in Java by Pulsar.
 * Killed in the middle they are by one of them in every build, and by all with {@code -Dworkers.full=true}.
 */
@Tag("alone")
final class WorkersOfEachBrokerIT {

    @TempDir
    Path directory;

    /** How each broker and its worker are started. */
    private enum Way {
        KAFKA(ScriptedWorkers::kafka),
        NATS(ScriptedWorkers::nats),
        RABBITMQ(ScriptedWorkers::rabbitmq),
        REDIS(ScriptedWorkers::redis),
        PULSAR(ScriptedWorkers::pulsar);

        private final Start start;

        Way(Start start) {
            this.start = start;
        }

        interface Start {
            ScriptedWorkers in(Path directory) throws IOException;
        }
    }

    private static Set<Way> killed() {
        return Boolean.getBoolean("workers.full") ? EnumSet.allOf(Way.class) : EnumSet.of(Way.NATS);
    }

    @ParameterizedTest
    @EnumSource
    void callsAreDoneByTheWorkersAsTheirPageSays(Way way) throws Exception {
        try (ScriptedWorkers workers = way.start.in(directory);
                NodeProcess node = workers.startNode()) {
            Talks talks = new Talks(node);
            node.awaitReady();
            for (String script : workers.scripts()) {
                workers.start(script, WORD_COUNT);
                talks.say(conversation(script), WORD_COUNT);
                assertThat(talks.answer(conversation(script))).isEqualTo("{\"words\":5}");
                workers.kill();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("killed")
    void aLostWorkerIsFollowedByAnotherWhereThatMayBeAndIsDoubtWhereItMayNot(Way way) throws Exception {
        try (ScriptedWorkers workers = way.start.in(directory);
                NodeProcess node = workers.startNode()) {
            Talks talks = begin(workers, node);
            CompletableFuture<Boolean> seen = talks.seen("p1", "at it");
            assertThat(seen.get(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();

            workers.kill();
            workers.startWaiting(PATIENT);
            workers.startWaiting(ONCE);
            await().atMost(LONG).until(() -> begun(PATIENT) >= 2);
            WorkerProcess.go(directory);

            assertThat(talks.answer("p1")).isEqualTo("done");
            assertThat(talks.answer("o1")).startsWith("IN DOUBT");
            assertThat(begun(ONCE)).isEqualTo(1);
            assertThat(talks.feed("p1", "run.tool-call-settled")).hasSize(1);
            assertThat(talks.feed("o1", "run.tool-call-sent")).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("killed")
    void theResultIsTakenUpByANodeThatWasKilledMeanwhile(Way way) throws Exception {
        try (ScriptedWorkers workers = way.start.in(directory);
                NodeProcess node = workers.startNode()) {
            Talks talks = begin(workers, node);

            node.kill();
            WorkerProcess.go(directory);
            node.restart();
            node.awaitReady();

            assertThat(talks.answer("p1")).isEqualTo("done");
            assertThat(talks.answer("o1")).isEqualTo("done");
            assertThat(begun(ONCE)).isEqualTo(1);
        }
    }

    /** A call of each tool is in the hands of a worker. */
    private Talks begin(ScriptedWorkers workers, NodeProcess node) throws Exception {
        Talks talks = new Talks(node);
        node.awaitReady();
        workers.startWaiting(PATIENT);
        workers.startWaiting(ONCE);
        talks.say("p1", PATIENT);
        talks.say("o1", ONCE);
        await().atMost(LONG).until(() -> begun(PATIENT) >= 1 && begun(ONCE) == 1);
        return talks;
    }

    private long begun(String tool) throws IOException {
        return WorkerProcess.begun(directory, tool);
    }

    /** Nothing that a broker could do without escapes. */
    private static String conversation(String script) {
        return "by:" + script;
    }
}
