package org.talkoot.examples.incidentroom;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.talkoot.agents.tool.ToolRegistry;
import org.talkoot.agents.tool.method.AnnotatedTools;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.schema.DataType;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.examples.incidentroom.Morning.Service;
import org.talkoot.testkit.FakeTool;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;

/** What happened on the morning of the 14th, and that the room finds it out, whatever of it is killed. */
final class IncidentRoomTest {

    private static final Morning MORNING = new Morning();

    private static final FakeTool LOG = tool("log_of", MORNING::logOf);

    private static final Map<String, Duration> THINKING = Map.of(
            "deploy_historian", Duration.ofSeconds(1),
            "metrics_reader", Duration.ofSeconds(2),
            "log_reader", Duration.ofSeconds(3),
            "commander", Duration.ofMillis(400));

    /** People complain of one service, which waits for another one: that is to blame. */
    @Test
    void whoIsCalledInVainIsASuspectThatAllLookAt() {
        Outcome outcome = told(LOG, "Checkout fails for many customers!");

        assertThat(outcome).answers("""
                        It is payments: v41 was deployed at 09:50: pool of connections from 50 to 5.
                        To do: roll payments back to v40.
                        Because of
                        - deploy/payments 09:50 v41: pool of connections from 50 to 5 (deploy_historian)
                        - level/payments 09:58 waiting for the bank in ms: 2400, was 120 (metrics_reader)
                        - log.error/payments 09:58 no connection to the bank within 2,000 ms (log_reader)""");
    }

    @Test
    void aDeployLongBeforeTheFirstErrorIsNotToBlame() {
        Outcome outcome = told(LOG, "There are no results in the catalog.");

        assertThat(outcome).answers("""
                        It is search: its disk is full.
                        To do: free space for search.
                        Because of
                        - level/search 10:44 disk in percent: 100, was 93 (metrics_reader)
                        - log.error/search 10:44 no space left on /data (log_reader)""");
    }

    @Test
    void whenNobodyFindsAnythingItIsSaidWhatIsKnown() {
        assertThat(told(LOG, "Is mail slow?")).answers("""
                        Nobody knows yet. What has been found:
                        - alert/mail somebody says so (task)""");
    }

    /** Without logs it is known what was deployed and measured, and the rest is left to people. */
    @Test
    void withoutLogsItIsSaidWhatIsKnown() {
        Outcome outcome = told(LOG.failing("gone", "The logs are gone."), "payments is slow");

        assertThat(outcome).answers("""
                        Nobody knows yet. What has been found:
                        - alert/payments somebody says so (task)
                        - deploy/payments 09:50 v41: pool of connections from 50 to 5 (deploy_historian)
                        - level/payments 09:58 waiting for the bank in ms: 2400, was 120 (metrics_reader)""");
    }

    @Test
    void whoeverNamesNoServiceIsAskedWhichOne() {
        Outcome outcome = told(LOG, "Everything is on fire!");

        assertThat(outcome)
                .answers("Which service is in trouble: checkout, search, catalog, payments, mail?")
                .calls();
        assertThat(outcome.of(RunEvent.DelegationRequested.class)).isEmpty();
    }

    @Test
    void allToolsCanBeRunAsTheyDeclare() {
        ToolRegistry.of(AnnotatedTools.of(MORNING)).requireKnown(List.of("log_of", "deploys_of", "levels_of"));
    }

    private static Outcome told(FakeTool log, String text) {
        AgentDefinition[] agents = Arrays.stream(IncidentRoom.agents())
                .map(agent -> Optional.ofNullable(THINKING.get(agent.type().value()))
                        .map(time -> thinking(agent, time))
                        .orElse(agent))
                .toArray(AgentDefinition[]::new);
        return ReplayCheck.atEveryEvent(Scenario.of(agents)
                .tools(log, tool("deploys_of", MORNING::deploysOf), tool("levels_of", MORNING::levelsOf))
                .says(text));
    }

    /**
     * The same agent, which thinks before it does anything: so the order in which they answer is the same each time.
     */
    private static AgentDefinition thinking(AgentDefinition agent, Duration time) {
        return AgentDefinition.of(
                agent.type().value(),
                agent.description(),
                new CodeBrain(view -> view.steps().isEmpty()
                        ? new Next.Sleep(time)
                        : agent.brain().next(view)));
    }

    private static <R extends Record> FakeTool tool(String name, Function<String, R> found) {
        return FakeTool.named(name)
                .withEffect(SideEffect.READ_ONLY)
                .doing(call -> ToolResult.success(written(found.apply(DataType.of(Service.class)
                        .read(call.arguments())
                        .fitting()
                        .orElseThrow()
                        .service()))));
    }

    private static <R extends Record> String written(R value) {
        return DataType.of(value).write(value);
    }
}
