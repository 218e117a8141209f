package org.talkoot.gateway.http.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.talkoot.core.run.RunEvent;
import org.talkoot.gateway.http.port.ReadSide;
import org.talkoot.gateway.live.LiveFeeds;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.view.RunSummary;

/** Reads what a run and those below it have asked for, as far as that can be looked at. Blocks. */
public final class RunGraphs {

    /** Runs that are shown. */
    public static final int MOST_RUNS = 200;

    /** Calls that are shown. */
    public static final int MOST_CALLS = 2_000;

    /** Entries of one run that are read. */
    private static final int MOST_ENTRIES = 10_000;

    private final LiveFeeds feeds;
    private final ReadSide views;

    public RunGraphs(LiveFeeds feeds, ReadSide views) {
        this.feeds = feeds;
        this.views = views;
    }

    /** Below this run, itself included. */
    public RunGraph of(RunSummary top) {
        List<RunSummary> runs = new ArrayList<>();
        List<RunGraph.Call> calls = new ArrayList<>();
        Queue<RunSummary> below = new ArrayDeque<>(List.of(top));
        boolean truncated = false;
        while (!below.isEmpty() && runs.size() < MOST_RUNS && calls.size() < MOST_CALLS) {
            RunSummary run = below.remove();
            runs.add(run);
            truncated |= !traced(run, calls);
            int room = MOST_RUNS + 1 - runs.size() - below.size();
            if (room > 0) {
                below.addAll(views.workingFor(run, room));
            }
        }
        boolean toomany = calls.size() > MOST_CALLS;
        return new RunGraph(
                runs, toomany ? calls.subList(0, MOST_CALLS) : calls, truncated || toomany || !below.isEmpty());
    }

    /** Whether all of it could be read. */
    private boolean traced(RunSummary run, List<RunGraph.Call> calls) {
        CallTrace trace = new CallTrace(run.run());
        long next = run.agent().isDelegate() ? 1 : firstOf(run);
        int read = 0;
        List<JournalEntry> page = feeds.pageOf(run.agent(), next);
        while (!page.isEmpty() && read < MOST_ENTRIES) {
            for (JournalEntry entry : page) {
                if (entry.event(views.codec()) instanceof RunEvent event
                        && event.run().equals(run.run())) {
                    trace.saw(event, entry.writtenAt());
                    if (isEnd(event)) {
                        calls.addAll(trace.calls());
                        return true;
                    }
                }
            }
            read += page.size();
            next = page.getLast().seqNr() + 1;
            page = feeds.pageOf(run.agent(), next);
        }
        calls.addAll(trace.calls());
        return page.isEmpty();
    }

    /** What becomes of a call after that is not the run's any more. */
    private static boolean isEnd(RunEvent event) {
        return event instanceof RunEvent.RunAnswered
                || event instanceof RunEvent.RunAnsweredAsReplied
                || event instanceof RunEvent.RunHandedOff
                || event instanceof RunEvent.RunFailed;
    }

    /**
     * Where in the stream of its agent the run begins: an agent that talks for years has a long one. By the times of
     * the entries, which are in order, with as many looks as the number has digits in base two.
     */
    private long firstOf(RunSummary run) {
        long low = 1;
        long high = 2;
        while (isBefore(run, high)) {
            low = high;
            high *= 2;
        }
        while (high - low > 1) {
            long middle = (low + high) >>> 1;
            if (isBefore(run, middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private boolean isBefore(RunSummary run, long seqNr) {
        return feeds.entryOf(run.agent(), seqNr)
                .filter(entry ->
                        entry.writtenAt().toEpochMilli() < run.askedAt().toEpochMilli())
                .isPresent();
    }
}
