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
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.proofs.crash.NodeProcess;

/**
 * The workers of {@code examples/workers}, and the library for those in Java, with a whole node by each broker that
 * they know. Killed in the middle they are by one of them in every build, and by all with {@code -Dworkers.full=true}.
 */
@Tag("heavy")
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

    /** Ways, and whether by the worker in Java. */
    private static Stream<Arguments> killed() {
        if (!Boolean.getBoolean("workers.full")) {
            return Stream.of(Arguments.of(Way.NATS, true));
        }
        return Stream.of(Way.values())
                .flatMap(way -> way == Way.PULSAR
                        ? Stream.of(Arguments.of(way, true))
                        : Stream.of(Arguments.of(way, false), Arguments.of(way, true)));
    }

    /** Pulsar's broker alone takes as long to start as a node and its workers. */
    private static Set<Way> asked() {
        return Boolean.getBoolean("workers.full")
                ? EnumSet.allOf(Way.class)
                : EnumSet.complementOf(EnumSet.of(Way.PULSAR));
    }

    @ParameterizedTest
    @MethodSource("asked")
    void callsAreDoneByTheWorkersAsTheirPageSays(Way way) throws Exception {
        try (ScriptedWorkers workers = way.start.in(directory);
                NodeProcess node = workers.startNode()) {
            Talks talks = new Talks(node);
            allWaitForTheirNode(workers, talks);
            for (String script : workers.all()) {
                workers.kill();
                workers.start(script, WORD_COUNT);
                counts(conversation(script), workers, talks);
            }
            theOneInJavaHearsThatARunHasEnded(talks);
        }
    }

    /** Nobody has to start them in an order: who finds no channel of calls waits until a node has made it. */
    private static void allWaitForTheirNode(ScriptedWorkers workers, Talks talks) throws Exception {
        for (String script : workers.all()) {
            workers.start(script, WORD_COUNT);
        }
        talks.node().awaitReady();
        counts("early", workers, talks);
        assertThat(workers.processes()).as(workers::said).allMatch(Process::isAlive);
    }

    private static void counts(String conversation, ScriptedWorkers workers, Talks talks) throws Exception {
        talks.say(conversation, WORD_COUNT);
        assertThat(talks.answer(conversation)).as(workers::said).isEqualTo("{\"words\":5}");
    }

    /** It is the last that was started; the scripts of the examples listen for nothing but calls. */
    private void theOneInJavaHearsThatARunHasEnded(Talks talks) throws Exception {
        talks.say("ended", PATIENT);
        await().atMost(LONG).until(() -> begun(PATIENT) == 1);

        talks.cancel("ended");

        await().atMost(LONG).until(() -> WorkerProcess.cancelled(directory, PATIENT) == 1);
    }

    @ParameterizedTest
    @MethodSource("killed")
    void aLostWorkerIsFollowedByAnotherWhereThatMayBeAndIsDoubtWhereItMayNot(Way way, boolean inJava) throws Exception {
        try (ScriptedWorkers workers = way.start.in(directory);
                NodeProcess node = workers.startNode()) {
            Talks talks = begin(workers, node, workers.one(inJava));
            CompletableFuture<Boolean> seen = talks.seen("p1", "at it");
            assertThat(seen.get(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();

            workers.kill();
            workers.startWaiting(workers.one(inJava), PATIENT);
            workers.startWaiting(workers.one(inJava), ONCE);
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
    void theResultIsTakenUpByANodeThatWasKilledMeanwhile(Way way, boolean inJava) throws Exception {
        try (ScriptedWorkers workers = way.start.in(directory);
                NodeProcess node = workers.startNode()) {
            Talks talks = begin(workers, node, workers.one(inJava));

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
    private Talks begin(ScriptedWorkers workers, NodeProcess node, String by) throws Exception {
        Talks talks = new Talks(node);
        node.awaitReady();
        workers.startWaiting(by, PATIENT);
        workers.startWaiting(by, ONCE);
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
