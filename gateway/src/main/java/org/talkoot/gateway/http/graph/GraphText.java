package org.talkoot.gateway.http.graph;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.talkoot.core.RunId;
import org.talkoot.gateway.http.graph.RunGraph.Call;
import org.talkoot.gateway.http.graph.RunGraph.Kind;
import org.talkoot.persistence.view.RunSummary;

/** A graph in the words of Mermaid: runs are boxes, what is waited for has a dotted line. */
public final class GraphText {

    private static final int LONGEST = 60;

    private GraphText() {}

    /** As it stands at that time. */
    public static String of(RunGraph graph, Instant now) {
        StringBuilder text = new StringBuilder("flowchart TD\n");
        Map<RunId, String> names = new HashMap<>();
        for (RunSummary run : graph.runs()) {
            String name = "r" + names.size();
            names.put(run.run(), name);
            text.append("    %s[\"%s<br/>%s\"]\n".formatted(name, run.agent().type(), standing(run, now)));
        }
        int others = 0;
        for (Call call : graph.calls()) {
            String from = names.get(call.from());
            String to = call.to().map(names::get).orElse(null);
            if (to == null) {
                to = "c" + others++;
                text.append("    %s%s\n".formatted(to, shape(call)));
            }
            text.append("    %s %s|\"%s\"| %s\n".formatted(from, call.isOpen() ? "-.->" : "-->", label(call, now), to));
        }
        if (graph.truncated()) {
            text.append("    more[\"and more\"]\n");
        }
        return text.toString();
    }

    private static String standing(RunSummary run, Instant now) {
        Instant from = run.startedAt().orElse(run.askedAt());
        return switch (run.status()) {
            case RunSummary.Status.Waiting s -> "waits for its agent";
            case RunSummary.Status.Running s -> "works for " + seconds(Duration.between(from, now));
            case RunSummary.Status.WaitingForPerson s -> "waits for people";
            case RunSummary.Status.WaitingForTimer s -> "sleeps";
            case RunSummary.Status.Paused s -> "is paused for " + seconds(Duration.between(s.since(), now));
            case RunSummary.Status.WaitingForSignal s -> "waits for a signal";
            case RunSummary.Status.Answered s -> "answered after " + seconds(Duration.between(from, s.at()));
            case RunSummary.Status.HandedOff s -> "handed over after " + seconds(Duration.between(from, s.at()));
            case RunSummary.Status.Failed s -> "failed: " + plain(s.code());
        };
    }

    private static String shape(Call call) {
        String name = plain(call.name());
        return switch (call.kind()) {
            case MODEL -> "([\"%s\"])".formatted(name);
            case PERSON -> "[/\"%s\"/]".formatted(name);
            case TIMER -> "((\"%s\"))".formatted(name);
            case SIGNAL -> "{{\"%s\"}}".formatted(name);
            case EVENT -> ">\"%s\"]".formatted(name);
            case TOOL, AGENT, HANDOFF -> "[[\"%s\"]]".formatted(name);
        };
    }

    private static String label(Call call, Instant now) {
        String cost = call.usage().costMicros() == 0
                ? ""
                : String.format(Locale.ROOT, ", %.4f", call.usage().costMicros() / 1e6);
        String time = call.kind() == Kind.HANDOFF ? "" : ", " + seconds(call.took(now));
        return plain(call.status()) + time + cost;
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
    }

    /** Nothing that a question or a name holds ends the text that it is in. */
    private static String plain(String text) {
        String line = text.replaceAll("[\"<>\\[\\](){}|\\\\`#;&\\s]+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}
