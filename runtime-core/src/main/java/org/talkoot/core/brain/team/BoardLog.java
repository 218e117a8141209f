package org.talkoot.core.brain.team;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.CallId;
import org.talkoot.core.agent.Calls;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.brain.Called;

/**
 * A board and who works on it, told again from the steps of its run: the n-th agent that was asked is the n-th claim
 * that was noted, and the n-th answer is the n-th that was posted. Takes as long as there are steps, facts and claims.
 * For one question.
 */
final class BoardLog {

    /** A version of a fact, and behind how many steps it was posted. */
    private record Version(Fact fact, int at) {}

    /** What a claim has come to. */
    static final class Claimed {
        private final Entry.Claim claim;
        private final int at;
        private @Nullable CallId call;
        private String answer = "";

        private Claimed(Entry.Claim claim, int at) {
            this.claim = claim;
            this.at = at;
        }

        Entry.Claim claim() {
            return claim;
        }

        /** What the source has answered. */
        String answer() {
            return answer;
        }
    }

    private final Map<String, List<Version>> versions = new LinkedHashMap<>();
    private final List<Claimed> claims = new ArrayList<>();
    private final Set<Claimed> open = new LinkedHashSet<>();
    private final Deque<Claimed> unposted = new ArrayDeque<>();
    private final List<Instant> timers = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final Map<String, Integer> rounds = new HashMap<>();
    private final Map<String, Integer> tries = new HashMap<>();
    private final Set<String> answered = new HashSet<>();
    private final Set<String> done = new HashSet<>();
    private final int made;
    private @Nullable Instant ends;
    private boolean opened;
    private int asked;
    private int size;

    private BoardLog(int made) {
        this.made = made;
    }

    static BoardLog of(RunView view, String label, EntryReader reader) {
        BoardLog log = new BoardLog(view.steps().size());
        Iterator<Entry> entries = reader.read(view.steps().stream()
                        .filter(step -> isEntry(step, label))
                        .map(step -> ((Step.Noted) step).text())
                        .toList())
                .iterator();
        List<Calls.Call> calls = view.calls().begun();
        int before = view.calls().steps();
        Map<Integer, Integer> came = new HashMap<>();
        for (int i = 0; i < calls.size(); i++) {
            Calls.Call call = calls.get(i);
            if (call.kind() == Calls.Kind.AGENT && !call.awaited()) {
                came.put(call.came() - before, i);
            }
        }
        Map<CallId, Claimed> asked = new HashMap<>();
        int next = 0;
        for (int i = 0; i <= log.made; i++) {
            while (next < calls.size() && calls.get(next).after() - before <= i) {
                log.begin(calls.get(next++), asked);
            }
            Integer call = came.get(i);
            if (call != null) {
                log.settle(asked.get(calls.get(call).id()), view.steps().get(i));
            } else if (i < log.made && isEntry(view.steps().get(i), label)) {
                log.add(entries.next(), i);
            }
        }
        return log;
    }

    private static boolean isEntry(Step step, String label) {
        return step instanceof Step.Noted note && note.label().equals(label);
    }

    private void begin(Calls.Call call, Map<CallId, Claimed> byCall) {
        if (call.kind() == Calls.Kind.AGENT) {
            Claimed claimed = claims.get(asked++);
            claimed.call = call.id();
            byCall.put(call.id(), claimed);
        } else if (call.kind() == Calls.Kind.TIMER && call.awaited()) {
            earliest().ifPresent(timers::add);
        }
    }

    private void settle(@Nullable Claimed claimed, Step step) {
        if (claimed == null) {
            throw new IllegalStateException("nobody was asked for " + step);
        }
        switch (Called.of(step)) {
            case Called.Came<String>(String text) -> {
                claimed.answer = text;
                unposted.add(claimed);
            }
            case Called.Failed<String> failed -> {
                fail(claimed, failed.why().detail());
                if (failed.inDoubt()) {
                    finish(claimed); // it may have been done: whoever is asked now might do it a second time
                }
            }
            case Called.NotYet<String> none -> throw new IllegalStateException("a step has come: " + step);
        }
    }

    /** What is about to be noted. */
    void add(Entry entry) {
        add(entry, made);
    }

    private void add(Entry entry, int at) {
        switch (entry) {
            case Entry.Opened e -> {
                opened = true;
                ends = e.ends().orElse(null);
                post(e.facts(), at);
            }
            case Entry.Posted e -> {
                Claimed claimed = unposted.remove();
                post(e.facts(), at);
                if (e.failed()) {
                    fail(claimed, String.join(" ", e.refused()));
                } else {
                    finish(claimed);
                }
            }
            case Entry.Claimed e -> {}
        }
        entry.claims().forEach(claim -> claim(claim, at));
    }

    private void post(List<Fact> facts, int at) {
        for (Fact fact : facts) {
            versions.computeIfAbsent(fact.key(), key -> new ArrayList<>()).add(new Version(fact, at));
            size++;
        }
    }

    private void claim(Entry.Claim claim, int at) {
        Claimed claimed = new Claimed(claim, at);
        claims.add(claimed);
        open.add(claimed);
        rounds.merge(claim.source(), 1, Integer::sum);
        claim.facts().forEach(fact -> tries.merge(pair(claim.source(), fact), 1, Integer::sum));
    }

    /** Its facts are not put to it again, nor, where they are exclusive, to anybody else. */
    private void finish(Claimed claimed) {
        open.remove(claimed);
        for (String fact : claimed.claim.facts()) {
            answered.add(pair(claimed.claim.source(), fact));
            done.add(fact);
        }
    }

    private void fail(Claimed claimed, String why) {
        open.remove(claimed);
        failures.add("%s on %s: %s"
                .formatted(claimed.claim.source(), String.join(", ", claimed.claim.facts()), Judgement.shortened(why)));
    }

    private static String pair(String source, String fact) {
        return source + " " + fact;
    }

    boolean opened() {
        return opened;
    }

    /** How many facts have been posted, each version of them. */
    int size() {
        return size;
    }

    /** Each fact in its latest version, in the order in which their first ones were posted. */
    List<Fact> facts() {
        return versions.values().stream().map(all -> all.getLast().fact()).toList();
    }

    /** The last one to be posted comes first. */
    List<Fact> latestFirst() {
        return versions.values().stream()
                .map(List::getLast)
                .sorted((one, other) -> Integer.compare(other.at(), one.at()))
                .map(Version::fact)
                .toList();
    }

    Optional<Fact> latest(String key) {
        return Optional.ofNullable(versions.get(key)).map(all -> all.getLast().fact());
    }

    /** The version of what was claimed: it was on the board then, and nothing leaves it. */
    Fact fact(String id) {
        int at = id.lastIndexOf('@');
        int version = Integer.parseInt(id.substring(at + 1));
        return versions.getOrDefault(id.substring(0, at), List.of())
                .get(version - 1)
                .fact();
    }

    /** The version that whoever made the claim has seen; else the latest. */
    Optional<Fact> seenBy(Claimed claimed, String key) {
        List<Version> all = versions.getOrDefault(key, List.of());
        return all.reversed().stream()
                .filter(version -> version.at() <= claimed.at)
                .findFirst()
                .or(() -> all.reversed().stream().findFirst())
                .map(Version::fact);
    }

    /** Claims that hold. */
    int open() {
        return open.size();
    }

    /** Noted, and nobody has been asked yet. */
    List<Entry.Claim> owed() {
        return claims.subList(asked, claims.size()).stream().map(Claimed::claim).toList();
    }

    /** The first answer that has not been posted. */
    Optional<Claimed> unposted() {
        return Optional.ofNullable(unposted.peek());
    }

    /** The calls of claims whose time is over. */
    List<CallId> overdue(Instant now) {
        return open.stream()
                .filter(claimed -> !claimed.claim.until().isAfter(now))
                .flatMap(claimed -> Stream.ofNullable(claimed.call))
                .toList();
    }

    boolean overdueItself(Instant now) {
        return ends != null && !ends.isAfter(now);
    }

    /** When somebody has to look at it, if nothing comes. */
    Optional<Instant> earliest() {
        return Stream.concat(Stream.ofNullable(ends), open.stream().map(claimed -> claimed.claim.until()))
                .min(Instant::compareTo);
    }

    /** Whether a timer is set for then, or before. */
    boolean isTimed(Instant then) {
        return timers.stream().anyMatch(timer -> !timer.isAfter(then));
    }

    /** How often a source has been asked. */
    int rounds(String source) {
        return rounds.getOrDefault(source, 0);
    }

    /** Whether a source may be asked about a version of a fact, so often as it may fail. */
    boolean mayBeAsked(Source source, Fact fact) {
        String pair = pair(source.name(), fact.id());
        return !fact.by().equals(source.name())
                && !answered.contains(pair)
                && tries.getOrDefault(pair, 0) < source.tries();
    }

    Collection<Entry.Claim> openClaims() {
        return open.stream().map(Claimed::claim).toList();
    }

    /** Whether somebody has answered to this version. */
    boolean isDone(Fact fact) {
        return done.contains(fact.id());
    }

    /** What was asked in vain, the last of it. */
    List<String> failures() {
        return failures.subList(Math.max(0, failures.size() - Board.FAILURES), failures.size());
    }
}
