package org.talkoot.cluster.members;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A member of the cluster as another sees it.
 *
 * @param address {@code host:port} for other nodes
 * @param uid which start of the node at that address
 * @param status of Pekko's cluster in small letters, such as {@code up} or {@code leaving}; {@code unreachable} when
 *     nothing is heard of it
 * @param shards the shards that it has, by the name of their region; a region that did not answer in time is not there
 */
public record SeenMember(String address, long uid, String status, List<String> roles, Map<String, Set<String>> shards) {

    /** Of a member that is not reached, whatever it is otherwise. */
    public static final String UNREACHABLE = "unreachable";

    public SeenMember {
        roles = List.copyOf(roles);
        shards = Map.copyOf(shards);
    }
}
