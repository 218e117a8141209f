package org.talkoot.gateway.live;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.talkoot.core.AgentId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.StreamId;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.journal.JournalReader;
import org.talkoot.persistence.tail.JournalTail;

/**
 * The feeds of conversations on this node: pages of the past, and followers of the present. Both without what a
 * guardrail has not let out.
 */
public final class LiveFeeds implements AutoCloseable {

    /** The most entries that are read at once. */
    public static final int MAX_PAGE = 1_000;

    private final JournalReader reader;
    private final Withholding withholding;
    private final JournalTail tail;
    private final LiveDeltas deltas;
    private final Duration heartbeat;
    private final Set<FeedFollower> followers = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("talkoot-feed-", 0).factory());

    public LiveFeeds(
            JournalReader reader, Withholding withholding, JournalTail tail, LiveDeltas deltas, Duration heartbeat) {
        this.reader = reader;
        this.withholding = withholding;
        this.tail = tail;
        this.deltas = deltas;
        this.heartbeat = heartbeat;
    }

    /**
     * At most {@code limit} entries after a position, oldest first: from the database, so whoever was told that
     * something is durable finds it. Blocks.
     */
    public List<JournalEntry> page(ConversationId conversation, long after, int limit) {
        return withholding.from(reader.feed(conversation, after, Math.min(limit, MAX_PAGE)));
    }

    /** At most {@value #MAX_PAGE} entries of one agent, from a number in its own stream on. Blocks. */
    public List<JournalEntry> pageOf(AgentId agent, long fromSeqNr) {
        return reader.stream(StreamId.of(agent), fromSeqNr, MAX_PAGE);
    }

    /** At most {@value #MAX_PAGE} entries of these types of one agent, from a number in its own stream on. Blocks. */
    public List<JournalEntry> pageOf(AgentId agent, List<String> types, long fromSeqNr) {
        return reader.stream(StreamId.of(agent), types, fromSeqNr, MAX_PAGE);
    }

    /** The entry of one agent that has this number in its own stream, if there is one. Blocks. */
    public Optional<JournalEntry> entryOf(AgentId agent, long seqNr) {
        return reader.entry(StreamId.of(agent), seqNr);
    }

    /** As {@link JournalReader#newest}. Blocks. */
    public List<JournalEntry> newest(ConversationId conversation, String type, long upTo, int within) {
        return reader.newest(conversation, type, upTo, within);
    }

    /** As {@link JournalReader#content}. Blocks. */
    public Optional<byte[]> content(String hash) {
        return reader.content(hash);
    }

    /** A page as the tail has seen it, from memory where it can: for followers, who come back. */
    List<JournalEntry> seen(ConversationId conversation, long after, int limit) {
        return withholding.from(tail.feed(reader, conversation, after, limit));
    }

    /** The position of the last entry of the conversation; 0 when there is none. Blocks. */
    public long last(ConversationId conversation) {
        return reader.feedHead(conversation).orElse(0L);
    }

    /** Whether anything was ever journalled for the conversation. Blocks. */
    public boolean exists(ConversationId conversation) {
        return reader.feedHead(conversation).isPresent();
    }

    /** Whether the conversation has been removed. Blocks. */
    public boolean isRemoved(ConversationId conversation) {
        return reader.isRemoved(conversation);
    }

    boolean isRemoval(JournalEntry entry) {
        return reader.isRemoval(entry);
    }

    /**
     * Everything after a position, now and from now on, until it is closed.
     *
     * @throws IllegalStateException when this node has as many followers as it may have
     */
    public FeedFollower follow(ConversationId conversation, long after) {
        FeedFollower follower = new FeedFollower(this, conversation, after);
        followers.add(follower);
        return follower;
    }

    /** Ends all followers, so that their connections close by themselves. */
    @Override
    public void close() {
        followers.forEach(FeedFollower::close);
        threads.shutdown();
    }

    void forget(FeedFollower follower) {
        followers.remove(follower);
    }

    LiveDeltas deltas() {
        return deltas;
    }

    JournalTail tail() {
        return tail;
    }

    Duration heartbeat() {
        return heartbeat;
    }

    ExecutorService threads() {
        return threads;
    }
}
