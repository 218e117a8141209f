package org.talkoot.examples.eventpipeline;

import java.util.List;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.Prompt;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.tool.ToolResult;

/**
 * Writes an article, tells of it, and answers with it. Code around a model: the code reads the sources, so that the
 * model cannot invent them, and publishes the draft, so that it is not forgotten. The answer does not wait for the
 * review, which may take a person a day; the approved text comes as an event of its own. Woken by a rejection it does
 * the same again, and gives up after {@link #REWRITES}.
 *
 * <p>A model whose text names none of the sources has not done its work, and the offline model never does: then the
 * sources' own sentences are the draft.
 */
record Writing(LlmBrain words) implements Brain {

    /** How often a rejected draft is written again. */
    static final int REWRITES = 2;

    @Override
    public List<Prompt> prompts() {
        return words.prompts();
    }

    @Override
    public Next next(RunView view) {
        Draft draft = wanted(view);
        if (draft.number() > REWRITES + 1) {
            String why = "%d drafts of '%s' were rejected".formatted(REWRITES + 1, draft.topic());
            return new Next.Fail(new RunFailure.GaveUp("output-invalid", why));
        }
        if (view.steps().isEmpty()) {
            return draft.sources().isEmpty()
                    ? new Next.HandOff(new AgentType("triage"), "there are no sources yet")
                    : read(draft.sources());
        }
        return switch (view.steps().getLast()) {
            case Step.ToolSettled step -> afterReading(view, draft);
            case Step.Published step -> new Next.Answer(spoken(written(view, draft)));
            case Step step -> afterWords(view, draft);
        };
    }

    /** What is to be written now: the next draft of a rejected one, or the first of a task. */
    private static Draft wanted(RunView view) {
        return view.event().isPresent()
                ? Draft.parse(view.task()).next()
                : Draft.first(view.task(), Sources.lastNamedIn(view.history()));
    }

    private static Next read(List<String> sources) {
        return new Next.CallTools(sources.stream()
                .map(id -> "{\"document_id\":\"%s\"}".formatted(id))
                .map(arguments -> new ToolRequest("read_document", arguments))
                .toList());
    }

    /** What code has read, a model sees only when it is written down. */
    private static Next afterReading(RunView view, Draft draft) {
        for (Step step : view.steps()) {
            if (step instanceof Step.ToolSettled(var call, ToolResult.Failure failure)) {
                return new Next.Fail(new RunFailure.GaveUp("tool-failed", failure.text()));
            }
        }
        Documents read = Documents.readIn(view, draft.sources());
        return new Next.Note("sources", String.join("\n\n", read.texts()));
    }

    private Next afterWords(RunView view, Draft draft) {
        Next next = words.next(view);
        return next instanceof Next.AnswerAsReplied
                ? new Next.Publish(Draft.WRITTEN, written(view, draft).json())
                : next;
    }

    private static String spoken(Draft draft) {
        return draft.text() + "\n\n(Draft %d, under review.)".formatted(draft.number());
    }

    private static Draft written(RunView view, Draft draft) {
        String said = view.steps().stream()
                .filter(Step.ModelReplied.class::isInstance)
                .map(step -> ((Step.ModelReplied) step).reply().text())
                .reduce("", (earlier, later) -> later);
        return draft.withText(
                Sources.namedIn(said).isEmpty()
                        ? Documents.readIn(view, draft.sources()).digest(draft.number())
                        : said);
    }
}
