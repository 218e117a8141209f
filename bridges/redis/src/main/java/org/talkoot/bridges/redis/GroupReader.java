package org.talkoot.bridges.redis;

import io.lettuce.core.Consumer;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.Range.Boundary;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAutoClaimArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.models.stream.ClaimedMessages;
import io.lettuce.core.models.stream.PendingMessage;
import io.lettuce.core.models.stream.PendingMessages;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stream as one consumer of a group reads it, by a connection on which nobody else asks: new entries, and what the
 * group has handed out before and nobody has acknowledged. Everything blocks; for one thread.
 */
/* A group hands each entry to whoever asks, and knows its consumers by name only: it cannot shut one out. So a
 * former owner of the lane that is cut off from the cluster and not from Redis may go on reading beside this one,
 * until it learns that it is nobody any more. What it takes does not come into the journal, which is fenced (ADR
 * 0023), but it is missing here, and what stands behind it would be taken first. That is why each read asks also
 * what others hold: an entry that was handed to somebody else before those of this read is claimed and taken
 * before them, and the order of a conversation is that of the stream, whoever else reads. */
final class GroupReader {

    /** What a claim says when it has seen all that is pending. */
    private static final String END = "0-0";

    private final Link link;
    private final String stream;
    private final Consumer<String> me;
    private final Duration block;

    GroupReader(Link link, String stream, Consumer<String> me, Duration block) {
        this.link = link;
        this.stream = stream;
        this.me = me;
        this.block = block;
    }

    /**
     * Entries that are claimed for this consumer.
     *
     * @param next where the following ones begin; empty: there are no more
     */
    record Claimed(List<Entry> entries, Optional<EntryId> next) {}

    /**
     * Claims what the group has handed out, to whomever, and nobody has acknowledged.
     *
     * @param from no entry before this one
     * @param count at most
     */
    Claimed claim(EntryId from, int count) {
        ClaimedMessages<String, byte[]> claimed = link.get(link.redis()
                .xautoclaim(
                        stream,
                        XAutoClaimArgs.Builder.xautoclaim(me, 0, from.toString())
                                .count(count)));
        List<StreamMessage<String, byte[]>> messages = claimed.getMessages();
        Map<String, Integer> deliveries = messages.isEmpty() ? Map.of() : deliveries(messages);
        return new Claimed(
                messages.stream()
                        .map(message -> Entry.of(message, deliveries.getOrDefault(message.getId(), 1)))
                        .toList(),
                claimed.getId().equals(END) ? Optional.empty() : Optional.of(EntryId.parse(claimed.getId())));
    }

    private Map<String, Integer> deliveries(List<StreamMessage<String, byte[]>> claimed) {
        Range<String> range =
                Range.create(claimed.getFirst().getId(), claimed.getLast().getId());
        Map<String, Integer> deliveries = new HashMap<>();
        link.get(link.redis().xpending(stream, me, range, Limit.from(claimed.size())))
                .forEach(pending -> deliveries.put(pending.getId(), deliveries(pending)));
        return deliveries;
    }

    private static int deliveries(PendingMessage pending) {
        return Math.clamp(pending.getRedeliveryCount(), 1, Integer.MAX_VALUE);
    }

    /**
     * What one read has brought.
     *
     * @param othersHold whether somebody else holds entries of this stream
     */
    record Read(List<Entry> entries, boolean othersHold) {}

    /** Waits for new entries, for a while. */
    @SuppressWarnings("unchecked") // the client takes several streams of a generic type
    Read next(int count) {
        RedisFuture<List<StreamMessage<String, byte[]>>> read = link.redis()
                .xreadgroup(me, XReadArgs.Builder.block(block).count(count), StreamOffset.lastConsumed(stream));
        // on the same connection, so it is answered when the read has ended
        RedisFuture<PendingMessages> pending = link.redis().xpending(stream, me.getGroup());
        List<Entry> entries = link.get(read, block).stream()
                .map(message -> Entry.of(message, 1))
                .toList();
        return new Read(
                entries,
                link.get(pending).getConsumerMessageCount().keySet().stream()
                        .anyMatch(consumer -> !consumer.equals(me.getName())));
    }

    /**
     * Claims what others hold.
     *
     * @param before only what stands before this entry; empty: all
     * @param count at most
     * @param mine how many entries this consumer may hold itself
     */
    List<Entry> claimOfOthers(Optional<EntryId> before, int count, int mine) {
        Boundary<String> end =
                before.map(id -> Boundary.excluding(id.toString())).orElseGet(Boundary::unbounded);
        Map<String, Integer> deliveries = new HashMap<>();
        link
                .get(link.redis()
                        .xpending(
                                stream,
                                me.getGroup(),
                                Range.from(Boundary.unbounded(), end),
                                Limit.from((long) count + mine)))
                .stream()
                .filter(pending -> !pending.getConsumer().equals(me.getName()))
                .limit(count)
                .forEach(pending -> deliveries.put(pending.getId(), deliveries(pending) + 1));
        if (deliveries.isEmpty()) {
            return List.of();
        }
        String[] ids = deliveries.keySet().stream()
                .map(EntryId::parse)
                .sorted()
                .map(EntryId::toString)
                .toArray(String[]::new);
        return link.get(link.redis().xclaim(stream, me, 0, ids)).stream()
                .map(message -> Entry.of(message, deliveries.getOrDefault(message.getId(), 1)))
                .toList();
    }
}
