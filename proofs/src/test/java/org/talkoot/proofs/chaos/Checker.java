package org.talkoot.proofs.chaos;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.talkoot.proofs.chaos.Finding.Kind;
import org.talkoot.proofs.chaos.History.Feed;
import org.talkoot.proofs.chaos.History.Posted;
import org.talkoot.proofs.chaos.History.Said;
import org.talkoot.proofs.chaos.History.Written;
import org.talkoot.proofs.crash.CallLog;

/** Compares a history with what Talkoot promises. Reports everything it finds, in no particular order. */
final class Checker {

    private final History history;
    private final List<Finding> findings = new ArrayList<>();

    private Checker(History history) {
        this.history = history;
    }

    static List<Finding> check(History history) {
        Checker checker = new Checker(history);
        checker.checkConversations();
        checker.checkStreams();
        checker.checkRemovals();
        checker.checkCalls();
        history.feeds().forEach(checker::checkFeed);
        return List.copyOf(checker.findings);
    }

    private void checkConversations() {
        Map<String, List<Posted>> posted = history.posted().stream()
                .collect(Collectors.groupingBy(Posted::conversation, LinkedHashMap::new, Collectors.toList()));
        Set<String> conversations = new HashSet<>(posted.keySet());
        conversations.addAll(history.said().keySet());
        conversations.forEach(conversation -> checkConversation(
                posted.getOrDefault(conversation, List.of()), history.said().getOrDefault(conversation, List.of())));
    }

    private void checkConversation(List<Posted> posted, List<Said> said) {
        List<String> texts = posted.stream().map(Posted::text).toList();
        List<String> acknowledged =
                posted.stream().filter(Posted::acknowledged).map(Posted::text).toList();
        List<String> messages = texts(said, "user", "");
        List<String> answers = texts(said, "assistant", "done: ");
        report(Kind.LOST, without(acknowledged, messages));
        report(
                Kind.UNANSWERED,
                without(acknowledged.stream().filter(messages::contains).toList(), answers));
        report(Kind.POSTED_TWICE, repeated(messages));
        report(Kind.ANSWERED_TWICE, repeated(answers));
        report(Kind.UNASKED, without(messages, texts));
        report(Kind.UNASKED, without(answers, messages));
        report(Kind.OUT_OF_ORDER, misplaced(messages, texts));
        report(Kind.OUT_OF_ORDER, misplaced(answers, texts));
    }

    private static List<String> texts(List<Said> said, String role, String prefix) {
        return said.stream()
                .filter(one -> one.role().equals(role))
                .map(one -> one.text().startsWith(prefix) ? one.text().substring(prefix.length()) : one.text())
                .toList();
    }

    /** What stands before something that was posted earlier. */
    private static List<String> misplaced(List<String> seen, List<String> posted) {
        List<Integer> places = seen.stream().map(posted::indexOf).toList();
        List<String> misplaced = new ArrayList<>();
        for (int i = 1; i < places.size(); i++) {
            if (places.get(i) >= 0 && places.get(i) < places.get(i - 1)) {
                misplaced.add(seen.get(i));
            }
        }
        return misplaced;
    }

    private void checkStreams() {
        history.journal().stream()
                .collect(Collectors.groupingBy(Written::stream))
                .forEach(this::checkStream);
    }

    private void checkStream(String stream, List<Written> events) {
        long expected = 1;
        for (Written event : events) {
            if (event.seqNr() < expected) {
                report(Kind.TWO_WRITERS, List.of(stream + " " + event));
            } else if (event.seqNr() > expected) {
                report(Kind.GAP_IN_STREAM, List.of(stream + " before " + event));
            }
            expected = event.seqNr() + 1;
        }
        for (int i = 1; i < events.size(); i++) {
            if (!goesOn(events.get(i - 1), events.get(i))) {
                report(Kind.BROKEN_DECISION, List.of(stream + " before " + events.get(i)));
            }
        }
        if (!events.isEmpty() && events.getLast().remaining() != 0) {
            report(Kind.BROKEN_DECISION, List.of(stream + " after " + events.getLast()));
        }
    }

    private static boolean goesOn(Written before, Written after) {
        return before.remaining() == 0
                || (after.remaining() == before.remaining() - 1 && after.writer() == before.writer());
    }

    private void checkRemovals() {
        Map<Long, Long> ends = new HashMap<>();
        history.removed().forEach(one -> ends.merge(one.incarnation(), one.position(), Math::min));
        for (Written event : history.journal()) {
            if (event.position() > ends.getOrDefault(event.writer(), Long.MAX_VALUE)) {
                report(Kind.WRITTEN_AFTER_REMOVAL, List.of(event.toString()));
            }
        }
    }

    private void checkCalls() {
        report(
                Kind.RAN_TWICE,
                repeated(calls("pay").stream().map(CallLog.Entry::subject).toList()));
        calls("note").stream()
                .collect(Collectors.groupingBy(
                        CallLog.Entry::subject, Collectors.mapping(CallLog.Entry::key, Collectors.toSet())))
                .forEach((subject, keys) -> {
                    if (keys.size() > 1) {
                        report(Kind.TWO_KEYS, List.of(subject + " " + keys));
                    }
                });
    }

    private List<CallLog.Entry> calls(String tool) {
        return history.calls().stream().filter(call -> call.tool().equals(tool)).toList();
    }

    private void checkFeed(Feed feed) {
        String name = feed.conversation();
        long last = 0;
        for (long position : feed.seen()) {
            if (position <= last) {
                report(Kind.REPEAT_IN_FEED, List.of(name + " " + position + " after " + last));
            }
            last = Math.max(last, position);
        }
        reportEach(Kind.GAP_IN_FEED, name, without(feed.told(), feed.seen()));
        reportEach(Kind.UNKNOWN_IN_FEED, name, without(feed.seen(), feed.told()));
    }

    private static <T> List<T> without(List<T> some, Collection<T> others) {
        Set<T> known = new HashSet<>(others);
        return some.stream().filter(one -> !known.contains(one)).toList();
    }

    private static List<String> repeated(List<String> some) {
        Set<String> seen = new HashSet<>();
        return some.stream().filter(one -> !seen.add(one)).toList();
    }

    private void reportEach(Kind kind, String name, List<Long> positions) {
        report(kind, positions.stream().map(position -> name + " " + position).toList());
    }

    private void report(Kind kind, List<String> places) {
        places.forEach(place -> findings.add(new Finding(kind, place)));
    }
}
