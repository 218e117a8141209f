package org.talkoot.bridges.redis;

import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.core.bus.BusException;

/**
 * The streams and groups that configuration declares. Those that are missing are made; those that are there are
 * compared and never changed, because what is in them is not ours to lose. Whether Redis keeps them when it ends is
 * looked at, too.
 */
public final class RedisTopology {

    private static final Logger LOGGER = LoggerFactory.getLogger(RedisTopology.class);

    private static final String FIRST_ENTRY = "0";
    private static final String MODE = "redis_mode:";
    private static final String ONE_SERVER = "standalone";

    private final List<StreamSpec> wanted;
    private final Connections connections;
    private final Lock once = new ReentrantLock();
    private boolean prepared;

    RedisTopology(List<StreamSpec> streams, Connections connections) {
        this.wanted = streams;
        this.connections = connections;
    }

    /**
     * Makes what is missing and compares the rest. May be called by several nodes at once; blocks.
     *
     * @return one sentence for each thing that is not as it should be; also logged as a warning
     * @throws BusException when Redis cannot be reached or refuses, or is more than one server
     */
    public List<String> prepare() {
        Link link = connections.shared();
        requireOneServer(link);
        List<String> found = new ArrayList<>();
        wanted.forEach(stream -> found.addAll(prepare(link, stream)));
        found.addAll(memory(link));
        found.forEach(sentence -> LOGGER.atWarn().log(sentence));
        return found;
    }

    /** The same, once for all that need it; after a failure it is done again. */
    void prepareOnce() {
        once.lock();
        try {
            if (!prepared) {
                int findings = prepare().size();
                LOGGER.atDebug().addKeyValue("findings", findings).log("streams are there");
                prepared = true;
            }
        } finally {
            once.unlock();
        }
    }

    private static List<String> prepare(Link link, StreamSpec stream) {
        String type = link.get(link.redis().type(stream.name()));
        return switch (type) {
            case "none", "stream" -> groups(link, stream, type.equals("stream"));
            default -> List.of("%s is a %s, but a stream is declared".formatted(stream.name(), type));
        };
    }

    private static List<String> groups(Link link, StreamSpec stream, boolean isThere) {
        Set<String> there = isThere
                ? GroupState.of(link, stream.name()).stream()
                        .map(GroupState::name)
                        .collect(Collectors.toSet())
                : Set.of();
        stream.groups().stream()
                .filter(group -> !there.contains(group) && makeGroup(link, stream.name(), group))
                .forEach(group -> LOGGER.atInfo()
                        .addKeyValue("stream", stream.name())
                        .addKeyValue("group", group)
                        .log("group created"));
        return !stream.isBounded() || stream.trimUnacknowledged()
                ? List.of()
                : there.stream()
                        .filter(group -> !stream.groups().contains(group))
                        .sorted()
                        .map(group -> ("stream %s has the group %s, which is not declared; what it has not"
                                        + " acknowledged is never trimmed")
                                .formatted(stream.name(), group))
                        .toList();
    }

    /**
     * Makes a group that begins with the first entry, and its stream if that is missing; blocks.
     *
     * @return whether it was not there
     */
    static boolean makeGroup(Link link, String stream, String group) {
        try {
            link.get(link.redis()
                    .xgroupCreate(StreamOffset.from(stream, FIRST_ENTRY), group, XGroupCreateArgs.Builder.mkstream()));
            return true;
        } catch (BusException e) {
            if (Link.says(e, "BUSYGROUP")) {
                return false;
            }
            throw e;
        }
    }

    /**
     * In a cluster each stream is elsewhere, and to a sentinel there are none; neither says so before it is too late.
     */
    private static void requireOneServer(Link link) {
        mode(link).filter(mode -> !mode.equals(ONE_SERVER)).ifPresent(mode -> {
            throw new BusException(
                    "talkoot.redis.url is that of a Redis in %s mode, which is not spoken; it must be that of one server"
                            .formatted(mode));
        });
    }

    /** Empty where this node may not ask. */
    private static Optional<String> mode(Link link) {
        try {
            return info(link, "server")
                    .lines()
                    .filter(line -> line.startsWith(MODE))
                    .map(line -> line.substring(MODE.length()))
                    .findFirst();
        } catch (BusException e) {
            if (Link.says(e, "NOPERM")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** What becomes of it all when Redis ends or has no more room. */
    private static List<String> memory(Link link) {
        List<String> found = new ArrayList<>();
        try {
            if (info(link, "persistence").contains("aof_enabled:0")) {
                found.add("Redis keeps no append-only file (appendonly no): what it has taken, handed out and"
                        + " acknowledged may be gone when it ends");
            }
            if (info(link, "memory").contains("maxmemory_policy:allkeys")) {
                found.add("Redis may remove any key when its memory is full (maxmemory-policy), streams too;"
                        + " it should be noeviction");
            }
        } catch (BusException e) {
            if (!Link.says(e, "NOPERM")) {
                throw e;
            }
            found.add("Redis does not let this node see whether it keeps an append-only file (INFO)");
        }
        return found;
    }

    private static String info(Link link, String section) {
        return link.get(link.redis().info(section));
    }
}
