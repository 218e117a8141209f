package org.talkoot.core.agent;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.CallId;
import org.talkoot.core.collection.PersistentMap;
import org.talkoot.core.collection.PersistentVector;

/**
 * What a run has asked for, or a part of it, in the order in which it did. Immutable; a change and the n-th call cost
 * the same however many there are.
 *
 * @param all of them
 * @param open where in all those are that nothing has come of yet
 * @param from how many of all belong to what came before this part
 * @param steps how many steps the run had made before this part
 */
public record Calls(PersistentVector<Call> all, PersistentMap<CallId, Integer> open, int from, int steps) {

    public static final Calls NONE = new Calls(PersistentVector.empty(), PersistentMap.empty(), 0, 0);

    /** What is asked. */
    public enum Kind {
        MODEL,
        TOOL,
        AGENT,
        PERSON,
        EVENT,
        TIMER,
        SIGNAL
    }

    /**
     * One thing that a run has asked for.
     *
     * @param name of the tool, of the agent, of the event or of the signal; empty for anything else
     * @param after how many steps the run had made by then
     * @param came which of its steps is what became of it, from 0; -1: it is open
     */
    public record Call(CallId id, Kind kind, String name, int after, int came) {

        /** It has just been begun. */
        public Call(CallId id, Kind kind, String name, int after) {
            this(id, kind, name, after, -1);
        }

        /** Nothing has come of it yet. */
        public boolean awaited() {
            return came < 0;
        }
    }

    /** In the order in which they were begun. */
    public List<Call> begun() {
        return from == 0 ? all : all.subList(from, all.size());
    }

    /** How many have been begun. */
    public int size() {
        return all.size() - from;
    }

    /** How many something has come of. */
    public int settled() {
        return size() - open.size();
    }

    public boolean anyOpen() {
        return !open.isEmpty();
    }

    /** The ids of those that are open. */
    public List<CallId> openIds() {
        return List.copyOf(open.keySet());
    }

    /** Those of one kind, in order. */
    public Collection<Call> of(Kind kind) {
        return begun().stream().filter(call -> call.kind() == kind).toList();
    }

    /** With this one, which is open. */
    public Calls with(Call call) {
        return new Calls(all.append(call), open.with(call.id(), all.size()), from, steps);
    }

    /** This step of the run is what became of a call; one that is not known is ignored. */
    public Calls settled(CallId id, int came) {
        @Nullable Integer at = open.get(id);
        if (at == null) {
            return this;
        }
        Call call = all.get(at);
        Call settled = new Call(id, call.kind(), call.name(), call.after(), came);
        return new Calls(all.with(at, settled), open.without(id), from, steps);
    }

    /** As they were known when the run had made so many steps and gone on to nothing yet. */
    Calls before(int made) {
        PersistentVector<Call> known = PersistentVector.empty();
        PersistentMap<CallId, Integer> awaited = PersistentMap.empty();
        for (Call call : all) {
            if (call.after() >= made) {
                break;
            }
            boolean came = !call.awaited() && call.came() < made;
            if (!came) {
                awaited = awaited.with(call.id(), known.size());
            }
            known = known.append(came ? call : new Call(call.id(), call.kind(), call.name(), call.after()));
        }
        return new Calls(known, awaited, Math.min(from, known.size()), steps);
    }

    /** Those that were begun when this part had made so many steps, or later. No part leaves one open behind it. */
    Calls since(int stepsOfPart) {
        int begin = steps + stepsOfPart;
        int low = from;
        int high = all.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (all.get(middle).after() < begin) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return new Calls(all, open, low, begin);
    }
}
