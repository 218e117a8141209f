package org.talkoot.gateway.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.agents.entity.AgentRuntime;
import org.talkoot.cluster.Daemons;
import org.talkoot.cluster.Roles;
import org.talkoot.cluster.members.ClusterMembers;
import org.talkoot.cluster.members.ClusterMembers.Region;
import org.talkoot.persistence.lease.NodeRegister;
import org.talkoot.persistence.tail.FollowerPosition;

/**
 * The cluster as this node sees it: its members by what they tell each other, joined with what the database knows.
 * Answers within a few seconds whoever is frozen or away. Safe for use by any thread; nothing here blocks.
 */
public final class ClusterView {

    private static final Logger LOGGER = LoggerFactory.getLogger(ClusterView.class);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Executor READING = Thread::startVirtualThread;

    private final ClusterMembers members;
    private final Sources sources;

    /**
     * What is asked beside the members. It may block.
     *
     * @param alone whether the database is this process's own
     * @param register who works on the database
     * @param followers how far what follows the journal is, and where it runs
     * @param daemons the names of everything that runs on one node at a time
     */
    public record Sources(
            boolean alone,
            Supplier<NodeRegister.Content> register,
            Supplier<List<FollowerPosition>> followers,
            Set<String> daemons) {

        public Sources {
            daemons = Set.copyOf(daemons);
        }
    }

    public ClusterView(ClusterMembers members, Sources sources) {
        this.members = members;
        this.sources = sources;
    }

    /** The kinds of shards that members are asked for; a process that is alone spreads no daemons. */
    public static List<Region> regions(boolean alone) {
        Region entities = new Region(AgentRuntime.REGION, Roles.AGENTS);
        return alone ? List.of(entities) : List.of(entities, new Region(Daemons.REGION, Roles.BRIDGE));
    }

    public CompletionStage<ClusterReport> now() {
        var register = inTime(sources.register());
        var followers = inTime(sources.followers());
        return members.look()
                .thenCombine(
                        register,
                        (seen, entries) -> new ClusterFacts.Nodes(members.self(), sources.alone(), seen, entries))
                .thenCombine(followers, (nodes, positions) -> new ClusterFacts(nodes, positions, sources.daemons()))
                .thenApply(facts -> facts.report(members.leader()));
    }

    private static <T> CompletableFuture<Optional<T>> inTime(Supplier<T> question) {
        return CompletableFuture.supplyAsync(() -> Optional.of(question.get()), READING)
                .completeOnTimeout(Optional.empty(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(e -> {
                    LOGGER.atDebug().setCause(e).log("the database does not answer");
                    return Optional.empty();
                });
    }
}
