package org.talkoot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.node.LocalNode.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** Runs are paused and resumed at a real node, with those that work for them. */
final class PauseOverHttpTest {

    @TempDir
    static Path directory;

    private static LocalNode node;

    @BeforeAll
    static void start() {
        node = LocalNode.start(
                Talkoot.agents(List.of(
                        AgentDefinition.of(
                                "boss",
                                "",
                                new CodeBrain(view -> view.steps().isEmpty()
                                        ? Next.Delegate.of(new Next.Delegate.Task(new AgentType("worker"), "do"))
                                        : new Next.Answer("done"))),
                        AgentDefinition.of(
                                "worker",
                                "",
                                new CodeBrain(view -> view.steps().isEmpty()
                                        ? new Next.AwaitSignal("go", Duration.ofMinutes(30))
                                        : new Next.Answer("went"))),
                        AgentDefinition.of(
                                "asker",
                                "",
                                new CodeBrain(view -> view.steps().isEmpty()
                                        ? new Next.AskHuman("May I?", Duration.ofMinutes(30))
                                        : new Next.Answer("asked"))))),
                directory);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void whoeverWorksForItStandsStillTooAndGoesOnWithIt() {
        String boss = started("both");
        String worker = workerOf(boss);

        decide(boss, "pause", 200);
        decide(boss, "pause", 200); // again, which changes nothing
        stands(boss, "paused");
        stands(worker, "paused");
        assertThat(decide(worker, "resume", 409).at("/type").asText()).endsWith("paused-above");

        node.post("/v1/runs/%s/signals/go".formatted(worker), "{\"payload\": 1}", 200);
        stands(worker, "paused");

        decide(boss, "resume", 200);
        stands(boss, "answered");
        stands(worker, "answered");
        assertThat(decide(boss, "pause", 409).at("/type").asText()).endsWith("run-ended");
        assertThat(decide(boss, "resume", 409).at("/type").asText()).endsWith("run-ended");
    }

    /** Nothing has to happen to it first. */
    @Test
    void aRunThatGoesOnSaysAtOnceWhatItWaitsFor() {
        String boss = started("waits");
        String worker = workerOf(boss);
        String asker = node.post("/v1/agents/asker/runs", "{\"key\": \"asks\", \"input\": \"go\"}", 202)
                .at("/run_id")
                .asText();
        stands(asker, "waiting_for_person");

        decide(boss, "pause", 200);
        stands(worker, "paused");
        decide(boss, "resume", 200);
        assertThat(status(boss)).isEqualTo("running");
        stands(worker, "waiting_for_signal");

        for (String run : List.of(worker, asker)) {
            decide(run, "pause", 200);
            assertThat(status(run)).isEqualTo("paused");
            decide(run, "resume", 200);
        }

        assertThat(status(worker)).isEqualTo("waiting_for_signal");
        assertThat(status(asker)).isEqualTo("waiting_for_person");
    }

    @Test
    void aPausedRunIsCancelledWithThoseThatWorkForIt() {
        String boss = started("cancel");
        String worker = workerOf(boss);
        decide(boss, "pause", 200);
        stands(worker, "paused");

        decide(boss, "cancel", 200);

        stands(boss, "failed");
        stands(worker, "failed");
    }

    @Test
    void whatCannotBeUnderstoodIsRefused() {
        assertThat(decide("m-nobody-1", "pause", 404).at("/type").asText()).endsWith("not-found");
        assertThat(node.post("/v1/runs/m-nobody-1/pause", "no json", 400)
                        .at("/status")
                        .asInt())
                .isEqualTo(400);
        assertThat(node.post("/v1/runs/m-nobody-1/pause", "{\"reason\": 1}", 400)
                        .at("/type")
                        .asText())
                .endsWith("wrong-type");
    }

    private static String started(String key) {
        String run = node.post("/v1/agents/boss/runs", "{\"key\": \"%s\", \"input\": \"go\"}".formatted(key), 202)
                .at("/run_id")
                .asText();
        eventually(() -> assertThat(workerOf(run)).isNotEmpty());
        stands(workerOf(run), "waiting_for_signal");
        return run;
    }

    private static String workerOf(String boss) {
        return node.get("/v1/runs/" + boss + "/graph").at("/runs/1/run_id").asText();
    }

    private static JsonNode decide(String run, String what, int status) {
        return node.post("/v1/runs/%s/%s".formatted(run, what), "{\"reason\": \"a try\"}", status);
    }

    private static void stands(String run, String status) {
        eventually(() -> assertThat(status(run)).isEqualTo(status));
    }

    private static String status(String run) {
        return node.get("/v1/runs/" + run).at("/status").asText();
    }
}
