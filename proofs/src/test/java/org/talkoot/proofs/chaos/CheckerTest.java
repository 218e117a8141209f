package org.talkoot.proofs.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.proofs.chaos.Finding.Kind;
import org.talkoot.proofs.chaos.History.Feed;
import org.talkoot.proofs.chaos.History.Posted;
import org.talkoot.proofs.chaos.History.Removed;
import org.talkoot.proofs.chaos.History.Said;
import org.talkoot.proofs.chaos.History.Written;
import org.talkoot.proofs.crash.CallLog;

/** A checker that finds nothing proves nothing: each kind of fault, put into a history where all else is well. */
final class CheckerTest {

    private static final List<Posted> POSTED =
            List.of(new Posted("c", "a", true), new Posted("c", "b", true), new Posted("c", "unheard", false));
    private static final List<Said> SAID = said("a", "done: a", "b", "done: b");
    private static final List<Written> JOURNAL = List.of(
            new Written(10, "c|conversation", 1, 1, 7),
            new Written(11, "c|conversation", 2, 0, 7),
            new Written(12, "c|worker", 1, 0, 7),
            new Written(13, "c|conversation", 3, 0, 8));
    private static final List<Removed> REMOVED = List.of(new Removed(7, 12));
    private static final List<CallLog.Entry> CALLS = List.of(
            new CallLog.Entry("pay", "k1", "a"),
            new CallLog.Entry("pay", "k2", "b"),
            new CallLog.Entry("note", "k3", "a"),
            new CallLog.Entry("note", "k3", "a"));
    private static final Feed FEED = new Feed("c", List.of(10L, 11L, 13L), List.of(10L, 11L, 13L));
    private static final History GOOD = new History(POSTED, Map.of("c", SAID), JOURNAL, REMOVED, CALLS, List.of(FEED));

    record Bad(Kind kind, String how, History history) {

        @Override
        public String toString() {
            return kind + ": " + how;
        }
    }

    @Test
    void aHistoryInWhichAllPromisesAreKeptIsClean() {
        assertThat(Checker.check(GOOD)).isEmpty();
    }

    @Test
    void aMessageThatWasNotAcknowledgedMayBeThere() {
        assertThat(Checker.check(saying("a", "done: a", "b", "done: b", "unheard", "done: unheard")))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("badHistories")
    void eachBrokenPromiseIsFoundAndNoOther(Bad bad) {
        assertThat(Checker.check(bad.history())).extracting(Finding::kind).containsOnly(bad.kind());
    }

    @Test
    void noKindOfFaultGoesUntested() {
        Set<Kind> tested = badHistories().map(Bad::kind).collect(Collectors.toSet());

        assertThat(tested).isEqualTo(EnumSet.allOf(Kind.class));
    }

    static Stream<Bad> badHistories() {
        return Stream.of(ofConversations(), ofStreams(), ofCalls(), ofFeeds()).flatMap(List::stream);
    }

    private static List<Bad> ofConversations() {
        return List.of(
                new Bad(Kind.LOST, "the last message", saying("a", "done: a")),
                new Bad(Kind.UNANSWERED, "the last message", saying("a", "done: a", "b")),
                new Bad(Kind.POSTED_TWICE, "under one key", saying("a", "a", "done: a", "b", "done: b")),
                new Bad(Kind.ANSWERED_TWICE, "by two runs", saying("a", "done: a", "b", "done: b", "done: b")),
                new Bad(Kind.UNASKED, "a message nobody sent", saying("a", "done: a", "b", "done: b", "x")),
                new Bad(Kind.UNASKED, "an answer to nothing", saying("a", "done: a", "b", "done: b", "done: x")),
                new Bad(Kind.OUT_OF_ORDER, "messages", saying("b", "a", "done: a", "done: b")),
                new Bad(Kind.OUT_OF_ORDER, "answers", saying("a", "b", "done: b", "done: a")));
    }

    private static List<Bad> ofStreams() {
        return List.of(
                new Bad(Kind.GAP_IN_STREAM, "from 3 to 5", writing(new Written(14, "c|conversation", 5, 0, 8))),
                new Bad(Kind.TWO_WRITERS, "number 3 again", writing(new Written(14, "c|conversation", 3, 0, 9))),
                new Bad(
                        Kind.BROKEN_DECISION,
                        "by another writer",
                        writing(
                                new Written(14, "c|conversation", 4, 1, 8),
                                new Written(15, "c|conversation", 5, 0, 9))),
                new Bad(
                        Kind.BROKEN_DECISION,
                        "its end is missing",
                        writing(new Written(14, "c|conversation", 4, 1, 8))),
                new Bad(
                        Kind.WRITTEN_AFTER_REMOVAL,
                        "by one that slept",
                        writing(new Written(14, "c|worker", 2, 0, 7))));
    }

    private static List<Bad> ofCalls() {
        return List.of(
                new Bad(Kind.RAN_TWICE, "under one key", calling(new CallLog.Entry("pay", "k1", "a"))),
                new Bad(Kind.RAN_TWICE, "under another key", calling(new CallLog.Entry("pay", "k9", "a"))),
                new Bad(Kind.TWO_KEYS, "for one message", calling(new CallLog.Entry("note", "k9", "a"))));
    }

    private static List<Bad> ofFeeds() {
        return List.of(
                new Bad(Kind.GAP_IN_FEED, "in the middle", seeing(10, 13)),
                new Bad(Kind.GAP_IN_FEED, "at the end", seeing(10, 11)),
                new Bad(Kind.REPEAT_IN_FEED, "after another node was asked", seeing(10, 11, 11, 13)),
                new Bad(Kind.REPEAT_IN_FEED, "out of order", seeing(10, 13, 11)),
                new Bad(Kind.UNKNOWN_IN_FEED, "of another conversation", seeing(10, 11, 12, 13)));
    }

    private static List<Said> said(String... texts) {
        return Stream.of(texts)
                .map(text -> new Said(text.startsWith("done: ") ? "assistant" : "user", text))
                .toList();
    }

    private static History saying(String... texts) {
        return new History(POSTED, Map.of("c", said(texts)), JOURNAL, REMOVED, CALLS, List.of(FEED));
    }

    private static History writing(Written... more) {
        return new History(POSTED, Map.of("c", SAID), and(JOURNAL, List.of(more)), REMOVED, CALLS, List.of(FEED));
    }

    private static History calling(CallLog.Entry more) {
        return new History(POSTED, Map.of("c", SAID), JOURNAL, REMOVED, and(CALLS, List.of(more)), List.of(FEED));
    }

    private static History seeing(long... positions) {
        List<Long> seen =
                Stream.of(positions).flatMapToLong(Arrays::stream).boxed().toList();
        return new History(
                POSTED, Map.of("c", SAID), JOURNAL, REMOVED, CALLS, List.of(new Feed("c", seen, FEED.told())));
    }

    private static <T> List<T> and(List<T> some, List<T> more) {
        return Stream.of(some, more).flatMap(List::stream).toList();
    }
}
