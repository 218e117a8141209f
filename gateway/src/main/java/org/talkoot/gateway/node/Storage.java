package org.talkoot.gateway.node;

import com.typesafe.config.Config;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.agents.attachment.AttachmentMeters;
import org.talkoot.agents.attachment.AttachmentSettings;
import org.talkoot.agents.attachment.CheckedAttachments;
import org.talkoot.agents.entity.DeadLetters;
import org.talkoot.agents.entity.Schedules;
import org.talkoot.agents.wire.WireCatalog;
import org.talkoot.agents.wire.WireSetup;
import org.talkoot.bridges.Bridges;
import org.talkoot.bridges.deadletter.DeadLetterAdmin;
import org.talkoot.bridges.decision.AskingRuns;
import org.talkoot.bridges.ticket.Ticket;
import org.talkoot.bridges.ticket.Tickets;
import org.talkoot.cluster.MembershipSetup;
import org.talkoot.cluster.PositionBroadcast;
import org.talkoot.cluster.RegisterWatch;
import org.talkoot.cluster.RenewalWatch;
import org.talkoot.cluster.Roles;
import org.talkoot.cluster.members.ClusterMembers;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.attachment.AttachmentStore;
import org.talkoot.gateway.cluster.ClusterView;
import org.talkoot.gateway.http.port.AwayCalls;
import org.talkoot.gateway.http.port.ReadSide;
import org.talkoot.gateway.http.port.Scheduling;
import org.talkoot.gateway.live.LiveDeltas;
import org.talkoot.gateway.live.LiveFeeds;
import org.talkoot.gateway.live.Withholding;
import org.talkoot.persistence.PersistenceMeters;
import org.talkoot.persistence.attachment.JdbcAttachments;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.intake.JdbcTicketKey;
import org.talkoot.persistence.intake.JdbcWatermarks;
import org.talkoot.persistence.journal.EventKinds;
import org.talkoot.persistence.journal.JournalReader;
import org.talkoot.persistence.journal.PersistenceSetup;
import org.talkoot.persistence.lease.Fence;
import org.talkoot.persistence.lease.JdbcMembership;
import org.talkoot.persistence.lease.JdbcNodeLease;
import org.talkoot.persistence.lease.NodeRegister;
import org.talkoot.persistence.lease.Vocabulary;
import org.talkoot.persistence.ledger.JdbcToolLedger;
import org.talkoot.persistence.tail.FollowedJournal;
import org.talkoot.persistence.tail.JournalTail;
import org.talkoot.persistence.tail.Projection;
import org.talkoot.persistence.tail.Projections;
import org.talkoot.persistence.view.ApprovalViews;
import org.talkoot.persistence.view.ConversationViews;
import org.talkoot.persistence.view.DeadLetterViews;
import org.talkoot.persistence.view.RunViews;
import org.talkoot.persistence.view.UsageViews;
import org.talkoot.persistence.view.Views;
import org.talkoot.persistence.view.remote.SentCalls;
import org.talkoot.persistence.view.schedule.ScheduleViews;

/** The database of a node and what reads it: opened first, closed last. */
record Storage(
        Database database,
        JdbcNodeLease lease,
        Fence fence,
        EventCodec codec,
        Vocabulary vocabulary,
        JournalTail tail,
        Projections projections,
        LiveFeeds feeds)
        implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Storage.class);
    private static final Duration LOOK_AT_REGISTER = Duration.ofSeconds(5);

    /** Before the name of a message, where kinds of events stand beside them. */
    private static final String MESSAGE = "message/";

    static Storage open(NodeSettings settings, AgentCatalog catalog, WireCatalog wire, LiveDeltas deltas) {
        try {
            Files.createDirectories(settings.data());
            Database database = Database.open(settings.persistence().database());
            JdbcNodeLease lease = JdbcNodeLease.open(
                    database, machine(), settings.persistence().lease());
            EventCodec codec = EventCodec.standard();
            EventKinds.refuseUnknown(database, codec);
            JournalTail tail = new JournalTail(database, settings.persistence().tail());
            Projections projections = Projections.of(
                    new FollowedJournal(database, tail, settings.persistence().tail(), lease),
                    Views.projections(codec, database.dialect()).stream()
                            .<Supplier<Projection>>map(view -> () -> view)
                            .toList());
            JournalReader reader = new JournalReader(database, codec);
            LiveFeeds feeds = new LiveFeeds(
                    reader,
                    new Withholding(catalog, codec, reader),
                    tail,
                    deltas,
                    settings.edges().http().heartbeat());
            Map<String, Integer> agents =
                    settings.cluster().has(Roles.AGENTS) ? AgentsElsewhere.words(catalog) : Map.of();
            return new Storage(
                    database, lease, Fence.of(lease), codec, vocabulary(codec, wire, agents), tail, projections, feeds);
        } catch (IOException | RuntimeException e) {
            throw NodeStartException.because(e);
        }
    }

    private static Vocabulary vocabulary(EventCodec codec, WireCatalog wire, Map<String, Integer> agents) {
        Map<String, Integer> words = new TreeMap<>(codec.kinds());
        words.putAll(agents);
        wire.versions().forEach((name, version) -> words.put(MESSAGE + name, version));
        return Vocabulary.of(words);
    }

    /** What the actor system is created with. */
    ActorSystemSetup setup(Config config) {
        ActorSystemSetup setup = ActorSystemSetup.create(
                BootstrapSetup.create(config), new PersistenceSetup(database, codec, tail, fence));
        return database.isExclusive() ? setup : setup.withSetup(new MembershipSetup(new ClusterRegister(membership())));
    }

    /** Says where this node takes requests. */
    void serve(InetSocketAddress http) {
        membership().serve(http.getHostString() + ":" + http.getPort());
    }

    /** Who else works on this database, if it is not this process's alone. */
    JdbcMembership membership() {
        return new JdbcMembership(database, lease, vocabulary);
    }

    /** The cluster, for whoever asks. */
    ClusterView cluster(ActorSystem<?> system, Set<String> daemons) {
        boolean alone = database.isExclusive();
        return new ClusterView(
                new ClusterMembers(system.classicSystem(), ClusterView.regions(alone)),
                new ClusterView.Sources(alone, new NodeRegister(database)::read, projections::everywhere, daemons));
    }

    /** How far the journal has come with what brokers deliver. */
    JdbcWatermarks watermarks() {
        return new JdbcWatermarks(database);
    }

    PersistenceMeters meters(ActorSystem<?> system) {
        return new PersistenceMeters(PersistenceSetup.of(system.classicSystem()), tail, projections);
    }

    Bridges.Journal journal(NodeSettings settings) {
        return new Bridges.Journal(
                new FollowedJournal(database, tail, settings.persistence().tail(), lease), codec, tickets());
    }

    /** By which those outside answer what leaves this journal. */
    Tickets tickets() {
        return new Tickets(JdbcTicketKey.read(database));
    }

    /** Of the calls of tools that are away, who has a token. */
    AwayCalls away() {
        Tickets tickets = tickets();
        ReadSide views = readSide();
        return token -> tickets.read(token)
                .filter(Ticket.OfCall.class::isInstance)
                .filter(ticket -> views.isAway(ticket.agent().tenant(), ticket.run(), ticket.call()))
                .map(ticket -> ticket.agent().tenant());
    }

    /** Which runs ask people. */
    AskingRuns asking() {
        return new AskingRuns(new RunViews(database), projections, new JournalReader(database, codec), codec);
    }

    JdbcToolLedger ledger(NodeSettings settings) {
        return new JdbcToolLedger(
                database, codec, Clock.systemUTC(), settings.persistence().keepToolCalls());
    }

    /** What may be attached, on whatever road it comes. */
    AttachmentStore attachments(AttachmentSettings settings, MeterRegistry meters) {
        JdbcAttachments bytes = bytes(settings);
        AttachmentMeters counted = new AttachmentMeters(meters);
        counted.bind(meters, () -> {
            JdbcAttachments.Held held = bytes.held();
            return new AttachmentMeters.Held(held.count(), held.bytes());
        });
        return new CheckedAttachments(bytes, settings, counted);
    }

    private JdbcAttachments bytes(AttachmentSettings settings) {
        return new JdbcAttachments(database, InstantSource.system(), settings.unused());
    }

    /** Erases what nothing refers to, from now on until it is closed. */
    AttachmentSweep sweep(AttachmentSettings settings) {
        return AttachmentSweep.start(bytes(settings), projections, settings.unused());
    }

    /** Which machine this is, for people. */
    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "?";
        }
    }

    /**
     * Has the members of a cluster tell each other that the journal has moved. A process that is alone tells nobody.
     */
    void tellOthers(ActorSystem<Guardian.Command> system) {
        if (!database.isExclusive()) {
            var others = Guardian.spawn(system, PositionBroadcast.create("journal", tail::reaches), "journal-position");
            tail.tells(position -> others.tell(new PositionBroadcast.Moved(position)));
        }
    }

    /** Has messages wait that some member would not know; the journal holds events back by itself. */
    void holdBackWhatIsUnread(ActorSystem<Guardian.Command> system, WireSetup wire) {
        watch(system, "unread", () -> withoutAgents(membership().unread()), unread -> {
            wire.holdBack(messages(unread));
            logUnread(unread);
        });
    }

    /** Has what is for agents wait that this node does not have yet. */
    void waitForAgents(ActorSystem<Guardian.Command> system, AgentsElsewhere agents) {
        watch(system, "agents-elsewhere", () -> membership().known(AgentsElsewhere.WORD), agents::said);
    }

    private void watch(
            ActorSystem<Guardian.Command> system,
            String name,
            Supplier<Set<String>> register,
            Consumer<Set<String>> told) {
        if (!database.isExclusive()) {
            var unused = Guardian.spawn(system, RegisterWatch.create(LOOK_AT_REGISTER, register, told), name);
        }
    }

    /** Others need not have an agent to read what it writes. */
    private static Set<String> withoutAgents(Set<String> words) {
        return words.stream()
                .filter(word -> !word.startsWith(AgentsElsewhere.WORD))
                .collect(Collectors.toSet());
    }

    private static void logUnread(Set<String> words) {
        if (words.isEmpty()) {
            LOGGER.atInfo().log("every member of the cluster reads all that this release writes");
        } else {
            LOGGER.atWarn()
                    .addKeyValue("words", words)
                    .log("a member of the cluster runs another release and does not read these: events and messages"
                            + " of such kinds wait until it is gone");
        }
    }

    private static Set<String> messages(Set<String> words) {
        return words.stream()
                .filter(word -> word.startsWith(MESSAGE))
                .map(word -> word.substring(MESSAGE.length()))
                .collect(Collectors.toSet());
    }

    /** Has the node leave when it alone does not reach the database. */
    void leaveWhenCutOff(ActorSystem<Guardian.Command> system, Duration patience) {
        if (!database.isExclusive()) {
            var settings = new RenewalWatch.Settings(lease::sinceRenewal, patience);
            var unused = Guardian.spawn(
                    system, RenewalWatch.create(settings, () -> StoppedByItself.CUT_OFF.stop(system)), "renewals");
        }
    }

    /** Which journal it holds. */
    String identity() {
        return new JournalReader(database, codec).identity();
    }

    ReadSide readSide() {
        return new ReadSide(
                new ConversationViews(database),
                new RunViews(database),
                new SentCalls(database),
                new ApprovalViews(database),
                new UsageViews(database),
                projections,
                codec);
    }

    Scheduling scheduling(Schedules schedules) {
        return new Scheduling(schedules, new ScheduleViews(database), projections);
    }

    DeadLetterAdmin letters(DeadLetters letters) {
        return new DeadLetterAdmin(
                letters, new DeadLetterViews(database), new JournalReader(database, codec), projections);
    }

    @Override
    public void close() {
        projections.close();
        tail.close();
        lease.close();
        database.close();
    }
}
