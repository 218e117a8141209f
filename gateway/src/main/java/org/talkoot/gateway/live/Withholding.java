package org.talkoot.gateway.live;

import java.util.List;
import java.util.Set;
import org.talkoot.core.AgentId;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.guard.Place;
import org.talkoot.core.guard.Verdict;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.run.state.Checking;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.journal.JournalReader;

/**
 * Keeps from those who follow a feed what no output guardrail has let out: what the model of a guarded agent replied or
 * its brain wrote down, and what those answer who work for it. Such an event is there as ever, its text is empty; what
 * was let out comes with the answer. The journal has all of it.
 */
public final class Withholding {

    private final AgentCatalog catalog;
    private final EventCodec codec;
    private final JournalReader reader;
    private final Set<String> telling;
    private final boolean anyGuarded;

    public Withholding(AgentCatalog catalog, EventCodec codec, JournalReader reader) {
        this.catalog = catalog;
        this.codec = codec;
        this.reader = reader;
        this.telling = Set.of(
                codec.nameOf(RunEvent.ModelReplied.class),
                codec.nameOf(RunEvent.ReplyRejected.class),
                codec.nameOf(RunEvent.RunAnswered.class),
                codec.nameOf(RunEvent.Noted.class),
                codec.nameOf(RunEvent.GuardrailAsked.class),
                codec.nameOf(RunEvent.GuardrailAnswered.class),
                codec.nameOf(RunEvent.DelegationSettled.class),
                codec.nameOf(RunEvent.LateDelegationSettled.class));
        this.anyGuarded = catalog.allVersions().stream()
                .anyMatch(agent -> !agent.guards().byPlace().isEmpty());
    }

    /** Blocks, when it has to find out who an agent works for. */
    List<JournalEntry> from(List<JournalEntry> entries) {
        return anyGuarded ? entries.stream().map(this::from).toList() : entries;
    }

    private JournalEntry from(JournalEntry entry) {
        if (!telling.contains(entry.type())) {
            return entry;
        }
        RunEvent event = (RunEvent) entry.event(codec);
        AgentId agent = entry.stream().agent();
        boolean guarded = catalog.guardsAnswersOf(agent.type());
        boolean letOut = event instanceof RunEvent.RunAnswered;
        if (event instanceof RunEvent.GuardrailAsked || event instanceof RunEvent.GuardrailAnswered) {
            return entry.telling(silenced(event), codec);
        }
        if ((guarded && !letOut) || worksForGuarded(entry, event.run())) {
            return entry.telling(silenced(event), codec);
        }
        return event instanceof RunEvent.ModelReplied replied && guardsArgumentsOf(agent)
                ? entry.telling(withoutArguments(replied), codec)
                : entry;
    }

    private static RunEvent silenced(RunEvent event) {
        return switch (event) {
            case RunEvent.ModelReplied e ->
                new RunEvent.ModelReplied(e.run(), e.call(), silenced(e.reply()), e.usage(), e.model());
            case RunEvent.RunAnswered e -> new RunEvent.RunAnswered(e.run(), "", e.at());
            case RunEvent.Noted e -> new RunEvent.Noted(e.run(), e.label(), "", null);
            case RunEvent.GuardrailAsked e ->
                new RunEvent.GuardrailAsked(
                        e.run(), e.call(), silenced(e.what()), e.guardrail(), e.prompt(), e.model());
            case RunEvent.GuardrailAnswered e ->
                new RunEvent.GuardrailAnswered(
                        e.run(),
                        e.call(),
                        e.verdict() instanceof Verdict.Rewrite ? new Verdict.Rewrite("") : e.verdict(),
                        e.usage(),
                        e.model());
            case RunEvent.ReplyRejected e -> new RunEvent.ReplyRejected(e.run(), "", e.at());
            case RunEvent.DelegationSettled e ->
                new RunEvent.DelegationSettled(e.run(), e.call(), silenced(e.outcome()), e.usage());
            case RunEvent.LateDelegationSettled e ->
                new RunEvent.LateDelegationSettled(e.run(), e.call(), silenced(e.outcome()), e.usage());
            case RunEvent e -> e;
        };
    }

    /** Nobody has let go what it wants to call tools with. */
    private boolean guardsArgumentsOf(AgentId agent) {
        return catalog.allVersions().stream()
                .anyMatch(definition -> definition.type().equals(agent.type())
                        && !definition.guards().at(Place.TOOL_ARGUMENTS).isEmpty());
    }

    private static RunEvent withoutArguments(RunEvent.ModelReplied e) {
        return e.reply() instanceof ModelReply.ToolCalls asked
                ? new RunEvent.ModelReplied(
                        e.run(),
                        e.call(),
                        new ModelReply.ToolCalls(asked.text(), withoutArguments(asked.calls())),
                        e.usage(),
                        e.model())
                : e;
    }

    private static List<ToolCall> withoutArguments(List<ToolCall> calls) {
        return calls.stream()
                .map(call -> new ToolCall(call.id(), call.tool(), ""))
                .toList();
    }

    private static Checking silenced(Checking what) {
        return switch (what) {
            case Checking.Task w -> w;
            case Checking.Arguments w ->
                new Checking.Arguments(withoutArguments(List.of(w.call())).getFirst(), w.proposed());
            case Checking.Result w -> new Checking.Result(w.call(), ToolResult.success(""));
            case Checking.Answer w -> new Checking.Answer(w.text() == null ? null : "", w.dataType(), List.of());
        };
    }

    /** What it asks for is shown, as it is when it is done. */
    private static ModelReply silenced(ModelReply reply) {
        return switch (reply) {
            case ModelReply.Answer r -> new ModelReply.Answer("");
            case ModelReply.ToolCalls r -> new ModelReply.ToolCalls("", r.calls());
            case ModelReply.Refusal r -> new ModelReply.Refusal("");
            case ModelReply.Truncated r -> new ModelReply.Truncated("", r.callsLost());
        };
    }

    private static RunOutcome silenced(RunOutcome outcome) {
        return switch (outcome) {
            case RunOutcome.Answered o -> new RunOutcome.Answered("");
            case RunOutcome.HandedOff o -> o;
            case RunOutcome.Failed o -> o;
        };
    }

    /** The conversation's own agents work for nobody else. */
    private boolean worksForGuarded(JournalEntry entry, RunId run) {
        AgentId agent = entry.stream().agent();
        return (agent.isDelegate() || agent.isColleague())
                && reader.latest(entry.stream(), entry.seqNr(), earlier -> begins(earlier, run))
                        .map(this::isForGuarded)
                        .orElse(true);
    }

    private boolean isForGuarded(JournalEntry beginning) {
        return switch (beginning.event(codec)) {
            case RunEvent.RunStarted e -> isForGuarded(e.request());
            case RunEvent.RunQueued e -> isForGuarded(e.request());
            case Object e -> true;
        };
    }

    private boolean isForGuarded(RunRequest request) {
        return request.lineage().stream().anyMatch(waiting -> catalog.guardsAnswersOf(waiting.type()));
    }

    private boolean begins(JournalEntry entry, RunId run) {
        return switch (entry.event(codec)) {
            case RunEvent.RunStarted e -> e.run().equals(run);
            case RunEvent.RunQueued e -> e.run().equals(run);
            case Object e -> false;
        };
    }
}
