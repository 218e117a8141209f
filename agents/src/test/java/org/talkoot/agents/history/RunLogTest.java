package org.talkoot.agents.history;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.ConversationId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.agent.Terms;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.event.Trace;
import org.talkoot.core.model.Message;
import org.talkoot.core.run.AgentRun;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.run.state.RunState;

final class RunLogTest {

    private static final ConversationId CONVERSATION = ConversationId.of("c1");
    private static final AgentId AGENT = AgentId.in(CONVERSATION, new AgentType("helper"));
    private static final MessageId MESSAGE = new MessageId("m1");
    private static final RunId RUN = RunId.of(MESSAGE, 1);

    private final Logger logger = (Logger) LoggerFactory.getLogger(RunLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final RunLog log = new RunLog(AGENT, new SimpleMeterRegistry());
    private final AgentDefinition definition = AgentDefinition.of("helper", "", CodeBrain.answering(view -> "yes"));
    private final AgentRun aggregate = new AgentRun(AGENT, definition, AgentCatalog.of(definition));

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
        logger.setLevel(null);
    }

    private static RunEvent started() {
        return new RunEvent.RunStarted(
                new RunRequest(
                        RUN,
                        new RunOrigin.Turn(CONVERSATION),
                        List.of(new Message.User(MESSAGE, "my secret", Instant.EPOCH)),
                        List.of(),
                        new Trace("order-7", "e1", 1)),
                new Terms(Instant.EPOCH, "1"),
                Instant.EPOCH);
    }

    private List<String> said() {
        return lines.list.stream()
                .map(line -> line.getFormattedMessage() + " " + line.getKeyValuePairs())
                .toList();
    }

    @Test
    void tellsOfBeginningAndEndWithTheCorrelation() {
        log.saw(aggregate.initial(), List.of(started(), new RunEvent.RunAnswered(RUN, "my answer", Instant.EPOCH)));

        assertThat(said())
                .containsExactly(
                        "run started [conversation=\"default/c1\", agent=\"helper\", run=\"m1-1\","
                                + " correlation=\"order-7\"]",
                        "run answered [conversation=\"default/c1\", agent=\"helper\", run=\"m1-1\","
                                + " correlation=\"order-7\"]");
    }

    @Test
    void knowsTheCorrelationOfARunThatBeganBefore() {
        RunState working = aggregate.evolve(aggregate.initial(), started());

        log.saw(working, List.of(new RunEvent.RunFailed(RUN, new RunFailure.GaveUp("tired", "secret"), Instant.EPOCH)));

        assertThat(said())
                .containsExactly("run failed: tired [conversation=\"default/c1\", agent=\"helper\","
                        + " run=\"m1-1\", correlation=\"order-7\"]");
    }
}
