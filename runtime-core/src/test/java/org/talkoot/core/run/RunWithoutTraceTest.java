package org.talkoot.core.run;

import static org.talkoot.core.run.RunWords.NOW;
import static org.talkoot.core.run.RunWords.agentThat;
import static org.talkoot.core.run.RunWords.started;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.event.Trace;
import org.talkoot.core.model.Message;

final class RunWithoutTraceTest {

    private static final RunId OF_EVENT = RunId.triggered(7, new AgentType("night-watch"));
    private static final RunId OF_TURN = RunId.of(new MessageId("m-1"), 2);
    private static final RunId HASHED = RunId.delegated(RunId.of(new MessageId("m".repeat(150)), 1), CallId.of(1));

    static final Arguments[] RUNS = {
        Arguments.of(OF_TURN, "m-1"),
        Arguments.of(RunId.delegated(OF_TURN, CallId.of(3)), "m-1"),
        Arguments.of(OF_EVENT, "e7:night-watch"),
        Arguments.of(RunId.triggered(7, new AgentType("a")), "e7:a"),
        Arguments.of(RunId.delegated(OF_EVENT, CallId.of(3)), "e7:night-watch"),
        Arguments.of(HASHED, HASHED.value()),
    };

    @ParameterizedTest
    @FieldSource("RUNS")
    void whatItCausesBelongsToWhatItsIdSaysThatItCameFrom(RunId run, String request) {
        RunRequest asked = new RunRequest(
                run,
                new RunOrigin.Trigger("order.paid", "ev-1"),
                List.of(new Message.User(new MessageId("task"), "hi", NOW)),
                List.of());

        agentThat(new Next.Publish("order.seen", "{}"))
                .given()
                .when(new RunCommand.StartRun(asked, NOW))
                .then(
                        started(asked),
                        new RunEvent.EventPublished(run, "order.seen", "{}", new Trace(request, request, 0)),
                        new RunEvent.RunAnswered(run, "done", NOW));
    }
}
