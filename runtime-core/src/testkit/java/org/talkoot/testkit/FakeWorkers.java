package org.talkoot.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.talkoot.core.AgentId;
import org.talkoot.core.StreamId;
import org.talkoot.core.run.RunCommand;
import org.talkoot.core.run.RunEvent;

/**
 * Who in a world takes the calls of tools that run elsewhere, and the broker between them: each call that the journal
 * has is taken once, and a report waits until the agent has it. Survives every death of a node.
 */
final class FakeWorkers {

    private final Surroundings surroundings;
    private final List<Report> waiting = new ArrayList<>();

    /** What a worker says, and when it comes. */
    record Report(AgentId agent, RunEvent.ToolCallSent sent, Surroundings.Result result, Instant at) {

        RunCommand command(Instant now) {
            return new RunCommand.RecordReport(
                    sent.run(),
                    sent.call().id(),
                    sent.sending().attempt(),
                    sent.sending().since(),
                    result.result(),
                    now);
        }
    }

    FakeWorkers(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** What an entry of the journal makes a worker say, if it is a call and is not lost. */
    Optional<Report> hear(StreamId stream, Object entry, Instant at) {
        if (!(entry instanceof RunEvent.ToolCallSent sent)) {
            return Optional.empty();
        }
        AgentId agent = stream.agent();
        Optional<Report> report =
                surroundings.work(agent, sent).map(result -> new Report(agent, sent, result, at.plus(result.delay())));
        report.ifPresent(waiting::add);
        return report;
    }

    /** The agent has it. */
    void delivered(Report report) {
        waiting.remove(report);
    }

    /** What no agent has yet. */
    List<Report> waiting() {
        return List.copyOf(waiting);
    }
}
