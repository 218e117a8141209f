package org.talkoot.persistence.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.Caller;
import org.talkoot.core.ConversationId;
import org.talkoot.core.RunId;
import org.talkoot.core.StreamId;
import org.talkoot.core.TenantId;
import org.talkoot.core.agent.Approval;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.approval.ApprovalRequest;
import org.talkoot.core.approval.ApprovalTerms;
import org.talkoot.core.conversation.ConversationEvent;
import org.talkoot.core.run.RunEvent;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.journal.JournalReader;
import org.talkoot.persistence.journal.TestWriter;
import org.talkoot.persistence.removal.Erasure;
import org.talkoot.persistence.tail.FollowedJournal;
import org.talkoot.persistence.tail.JournalTail;
import org.talkoot.persistence.tail.Projections;
import org.talkoot.persistence.tail.TailSettings;
import org.talkoot.persistence.view.ApprovalSummary.Subject;
import org.talkoot.persistence.view.ApprovalViews.Filter;
import org.talkoot.persistence.view.table.Select;

/** What the view of open approvals promises on either database. */
abstract class ApprovalViewsConformance {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Instant AT = Instant.parse("2026-01-05T09:00:00Z");
    private static final ConversationId TALK = ConversationId.of("claim-7");
    private static final AgentId CASHIER = AgentId.in(TALK, new AgentType("cashier"));
    private static final RunId RUN = RunId.parse("m1-1");
    private static final CallId CALL = CallId.of(1);
    private static final Caller ANN = Caller.of(TenantId.DEFAULT, "ann", "finance");
    private static final ApprovalTerms TWO_OF_FINANCE = ApprovalTerms.within(Duration.ofHours(8))
            .withApprovals(2)
            .byRoles("finance")
            .reminding(Duration.ofHours(1))
            .escalating(Duration.ofHours(4), "board");

    @TempDir
    Path directory;

    private final EventCodec codec = EventCodec.standard();
    private Database database;
    private JournalTail tail;
    private TestWriter writer;
    private Projections projections;
    private ApprovalViews views;
    private long written;

    abstract DatabaseSettings settings(Path directory);

    @BeforeEach
    void open() {
        database = Database.open(settings(directory));
        tail = new JournalTail(database, TailSettings.DEFAULT);
        writer = new TestWriter(database, codec, tail);
        projections = Projections.start(
                FollowedJournal.alone(database, tail, TailSettings.DEFAULT),
                Views.projections(codec, database.dialect()));
        views = new ApprovalViews(database);
    }

    @AfterEach
    void close() {
        projections.close();
        writer.close();
        tail.close();
        database.close();
    }

    /** By the cashier, each in a batch of its own. */
    private void happened(RunEvent... events) {
        for (RunEvent event : events) {
            happened(CASHIER, ++written, event);
        }
    }

    private void happened(AgentId agent, long seqNr, RunEvent... events) {
        writer.append(StreamId.of(agent), seqNr, List.of((Object[]) events)).join();
        caughtUp();
    }

    private void caughtUp() {
        assertThat(projections.awaitCaughtUp(ApprovalViewProjection.NAME, LONG)).isTrue();
    }

    private List<ApprovalSummary> waiting() {
        return views.list(Filter.of(TenantId.DEFAULT), 100);
    }

    private ApprovalSummary one() {
        List<ApprovalSummary> open = waiting();
        assertThat(open).hasSize(1);
        return open.getFirst();
    }

    private static ApprovalRequest request(ApprovalTerms terms) {
        return new ApprovalRequest(CALL, "pay", "{\"amount\":4000.00}", "spec", terms, 0, AT);
    }

    private static RunEvent requested(ApprovalTerms terms) {
        return new RunEvent.ApprovalRequested(RUN, request(terms));
    }

    @Test
    void aCallThatWaitsIsThereWordForWordWithWhoMayDecideItAndUntilWhen() {
        happened(requested(TWO_OF_FINANCE));

        ApprovalSummary row = one();
        assertThat(row.run()).isEqualTo(RUN);
        assertThat(row.call()).isEqualTo(CALL);
        assertThat(row.agent()).isEqualTo(CASHIER);
        assertThat(row.subject()).isEqualTo(new Subject.Call("pay", "{\"amount\":4000.00}", 0));
        assertThat(row.deciders())
                .isEqualTo(new ApprovalSummary.Deciders(2, 0, List.of("finance"), List.of(), List.of()));
        assertThat(row.times())
                .isEqualTo(new ApprovalSummary.Times(AT, AT.plus(Duration.ofHours(1)), AT.plus(Duration.ofHours(8))));
        assertThat(views.find(TALK, RUN, CALL)).contains(row);
    }

    @Test
    void isDueAtTheNextDateAfterAReminderAndAfterAnEscalation() {
        Instant second = AT.plus(Duration.ofHours(2));
        Instant fifth = AT.plus(Duration.ofHours(5));
        happened(
                requested(TWO_OF_FINANCE),
                new RunEvent.ApprovalReminded(RUN, CALL, 1, second, AT.plus(Duration.ofHours(1))));
        assertThat(one().times().due()).isEqualTo(second);

        happened(new RunEvent.ApprovalEscalated(RUN, CALL, List.of("board"), fifth, AT.plus(Duration.ofHours(4))));

        assertThat(one().times().due()).isEqualTo(fifth);
        assertThat(one().times().until()).isEqualTo(AT.plus(Duration.ofHours(8)));
        assertThat(one().deciders().allRoles()).containsExactly("finance", "board");
    }

    @Test
    void anEditIsAnotherVersionThatNobodyHasAgreedTo() {
        happened(
                requested(TWO_OF_FINANCE),
                new RunEvent.CallApproved(RUN, CALL, 0, ANN, "fine", AT),
                new RunEvent.ApprovalEscalated(RUN, CALL, List.of("board"), AT, AT));
        assertThat(one().deciders().agreed()).isEqualTo(1);

        happened(new RunEvent.CallEdited(
                RUN, request(TWO_OF_FINANCE).edited("{\"amount\":400}", TWO_OF_FINANCE, "spec", AT), ANN, "less"));

        assertThat(one().subject()).isEqualTo(new Subject.Call("pay", "{\"amount\":400}", 1));
        assertThat(one().deciders().agreed()).isZero();
        assertThat(one().deciders().escalated()).isEmpty();
    }

    @Test
    void theSameIsSeenWhenAllOfItIsInOneBatch() {
        happened(
                CASHIER,
                1,
                requested(TWO_OF_FINANCE),
                new RunEvent.CallApproved(RUN, CALL, 0, ANN, "fine", AT),
                new RunEvent.CallEdited(
                        RUN, request(TWO_OF_FINANCE).edited("{}", TWO_OF_FINANCE, "spec", AT), ANN, "less"),
                new RunEvent.CallApproved(RUN, CALL, 1, ANN, "fine", AT));

        assertThat(one().deciders().agreed()).isEqualTo(1);
        assertThat(one().subject().version()).isEqualTo(1);
    }

    @Test
    void whatIsDecidedIsGone() {
        List<RunEvent> endings = List.of(
                new RunEvent.ApprovedCallStarted(RUN, CALL),
                new RunEvent.CallDenied(RUN, CALL, ANN, "no", AT),
                new RunEvent.ApprovalExpired(RUN, CALL, AT),
                new RunEvent.CallsGivenUp(RUN, List.of(CALL)),
                new RunEvent.RunAnswered(RUN, "done", AT),
                new RunEvent.RunHandedOff(RUN, new AgentType("boss"), "", AT),
                new RunEvent.RunFailed(RUN, new RunFailure.Cancelled("enough"), AT));
        for (RunEvent ending : endings) {
            happened(requested(TWO_OF_FINANCE));
            assertThat(waiting()).as("before %s", ending).hasSize(1);

            happened(ending);

            assertThat(waiting()).as("after %s", ending).isEmpty();
        }
        assertThat(views.find(TALK, RUN, CALL)).isEmpty();
    }

    @Test
    void whatAnotherRunWaitsForStaysWhenOneFails() {
        AgentId other = AgentId.in(TALK, new AgentType("boss"));
        happened(requested(TWO_OF_FINANCE));
        happened(other, 1, new RunEvent.HumanAsked(RunId.parse("m1-2"), CALL, "May I?", AT));

        happened(new RunEvent.RunFailed(RUN, new RunFailure.Cancelled("enough"), AT));

        assertThat(one().agent()).isEqualTo(other);
    }

    @Test
    void questionsAndCallsInDoubtAreThereAsWell() {
        Instant until = AT.plus(Duration.ofDays(1));
        happened(
                new RunEvent.HumanAsked(RUN, CALL, "May I?", until),
                new RunEvent.HumanAsked(RUN, CallId.of(2), "Was it paid?", until, CallId.of(9)));

        assertThat(waiting())
                .extracting(ApprovalSummary::subject)
                .containsExactly(new Subject.Question("May I?"), new Subject.Doubt("Was it paid?", CallId.of(9)));
        assertThat(waiting()).allSatisfy(row -> {
            assertThat(row.deciders()).isEqualTo(new ApprovalSummary.Deciders(1, 0, List.of(), List.of(), List.of()));
            assertThat(row.times().due()).isEqualTo(until);
        });

        happened(
                new RunEvent.HumanDecided(RUN, CALL, new Approval.Expired()),
                new RunEvent.HumanDecided(RUN, CallId.of(2), new Approval.Overtaken()));
        assertThat(waiting()).isEmpty();
    }

    @Test
    void aRoleSeesWhatItMayDecideWhateverItIsCalled() {
        happened(requested(TWO_OF_FINANCE));
        happened(new RunEvent.HumanAsked(RUN, CallId.of(2), "May I?", AT));
        happened(new RunEvent.ApprovalRequested(
                RUN,
                new ApprovalRequest(
                        CallId.of(3),
                        "odd",
                        "{}",
                        "spec",
                        ApprovalTerms.within(Duration.ofHours(1)).byRoles("x\"finance\"", "fin\nance"),
                        0,
                        AT)));

        assertThat(callsFor("finance")).containsExactly(CALL, CallId.of(2));
        assertThat(callsFor("board")).containsExactly(CallId.of(2));
        assertThat(callsFor("fin\nance")).containsExactly(CallId.of(2), CallId.of(3));

        happened(new RunEvent.ApprovalEscalated(RUN, CALL, List.of("board"), AT, AT));
        assertThat(callsFor("board")).containsExactly(CALL, CallId.of(2));
    }

    private List<CallId> callsFor(String role) {
        return views.list(Filter.of(TenantId.DEFAULT).role(role), 100).stream()
                .map(ApprovalSummary::call)
                .toList();
    }

    @Test
    void isSoughtByAgentConversationAndAge() {
        AgentId delegate = CASHIER.delegate(new AgentType("cashier"), RUN, CALL);
        ConversationId elsewhere = ConversationId.of("claim-8");
        happened(requested(TWO_OF_FINANCE));
        happened(delegate, 1, new RunEvent.HumanAsked(RunId.parse("m1-1.c1"), CALL, "May I?", AT));
        happened(
                AgentId.in(elsewhere, new AgentType("boss")),
                1,
                new RunEvent.HumanAsked(RunId.parse("m2-1"), CALL, "May I?", AT));
        Filter all = Filter.of(TenantId.DEFAULT);

        assertThat(views.list(all.agent(CASHIER.type()), 10))
                .extracting(ApprovalSummary::agent)
                .containsExactly(CASHIER, delegate);
        assertThat(views.list(all.conversation(elsewhere), 10)).hasSize(1);
        assertThat(views.list(all.askedBefore(AT.plusMillis(1)), 10))
                .extracting(ApprovalSummary::agent)
                .contains(CASHIER);
        assertThat(views.list(all.askedBefore(AT), 10))
                .extracting(ApprovalSummary::agent)
                .doesNotContain(CASHIER);
        assertThat(views.list(Filter.of(new TenantId("other")), 10)).isEmpty();
    }

    @Test
    void comesInPagesTheOldestFirst() {
        for (int i = 1; i <= 5; i++) {
            happened(new RunEvent.HumanAsked(RUN, CallId.of(i), "May I?", AT));
        }
        Filter all = Filter.of(TenantId.DEFAULT);

        List<ApprovalSummary> first = views.list(all, 3);
        List<ApprovalSummary> rest = views.list(all.after(first.getLast()), 3);

        assertThat(first).extracting(ApprovalSummary::call).containsExactly(CallId.of(1), CallId.of(2), CallId.of(3));
        assertThat(rest).extracting(ApprovalSummary::call).containsExactly(CallId.of(4), CallId.of(5));
    }

    @Test
    void nothingIsLeftOfAConversationThatIsRemoved() {
        happened(requested(TWO_OF_FINANCE));
        writer.append(StreamId.of(TALK), 1, List.of(new ConversationEvent.ConversationRemoved(null, AT)))
                .join();
        caughtUp();
        assertThat(waiting()).isEmpty();

        happened(
                new RunEvent.CallApproved(RUN, CALL, 0, ANN, "too late", AT),
                new RunEvent.HumanAsked(RUN, CallId.of(2), "May I?", AT),
                new RunEvent.AgentRemoved(RUN, AT));
        Erasure erasure = new Erasure(database, codec);
        erasure.erase(new JournalReader(database, codec)
                .stream(StreamId.of(CASHIER), 1, 100).getLast());

        assertThat(waiting()).isEmpty();
        assertThat(rows()).isZero();
        projections.rebuild(ApprovalViewProjection.NAME);
        caughtUp();
        assertThat(rows()).isZero();
    }

    private long rows() {
        return database.call(Select.list("SELECT COUNT(*) FROM approval_view", row -> row.getLong(1)))
                .getFirst();
    }

    @Test
    void looksTheSameAfterARebuild() {
        happened(requested(TWO_OF_FINANCE), new RunEvent.CallApproved(RUN, CALL, 0, ANN, "fine", AT));
        happened(new RunEvent.HumanAsked(RUN, CallId.of(2), "May I?", AT));
        happened(new RunEvent.HumanDecided(RUN, CallId.of(2), new Approval.Expired()));
        ApprovalSummary before = one();

        projections.rebuild(ApprovalViewProjection.NAME);

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(views.find(TALK, RUN, CALL)).isEqualTo(Optional.of(before)));
        caughtUp();
        assertThat(one()).isEqualTo(before);
    }
}
