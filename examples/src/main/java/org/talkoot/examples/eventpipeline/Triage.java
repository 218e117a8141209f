package org.talkoot.examples.eventpipeline;

import java.util.List;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;

/**
 * Has every task researched, and gives it to writing with what was found. A task of which nothing is known is answered
 * at once.
 */
record Triage() implements Brain {

    private static final AgentType RESEARCH = new AgentType("research");
    private static final AgentType WRITING = new AgentType("writing");

    @Override
    public Next next(RunView view) {
        return view.lastStep().orElse(null) instanceof Step.DelegateReported report
                ? afterResearch(report.outcome())
                : new Next.Delegate(List.of(new Next.Delegate.Task(RESEARCH, order(view.task()))));
    }

    private static String order(String task) {
        return "Search the documents for \"%s\" and read the one that fits best.".formatted(task.replace('"', '\''));
    }

    private static Next afterResearch(RunOutcome outcome) {
        return switch (outcome) {
            case RunOutcome.Answered o
            when Sources.namedIn(o.text()).isEmpty() -> new Next.Answer("There is nothing about this in the library.");
            case RunOutcome.Answered o -> new Next.HandOff(WRITING, o.text());
            case RunOutcome.Failed o -> new Next.Fail(o.failure());
            case RunOutcome.HandedOff o -> new Next.HandOff(o.to(), o.note());
        };
    }
}
