package org.talkoot.bridges.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How far a group is, as Redis says.
 *
 * @param pending entries that were handed out and not acknowledged
 * @param lag entries that were not handed out; empty: Redis has lost count, because some were deleted
 */
record GroupState(String name, long pending, OptionalLong lag) {

    /** All groups of a stream; blocks. */
    static List<GroupState> of(Link link, String stream) {
        return link.get(link.redis().xinfoGroups(stream)).stream()
                .map(group -> parse((List<?>) group))
                .toList();
    }

    /** Names and values in turn. */
    private static GroupState parse(List<?> group) {
        Map<String, Object> said = new HashMap<>();
        for (int i = 0; i + 1 < group.size(); i += 2) {
            said.put(text(group.get(i)), group.get(i + 1));
        }
        return new GroupState(
                text(said.get("name")),
                said.get("pending") instanceof Long pending ? pending : 0,
                said.get("lag") instanceof Long lag ? OptionalLong.of(lag) : OptionalLong.empty());
    }

    private static String text(@Nullable Object said) {
        return said instanceof byte[] bytes ? new String(bytes, UTF_8) : String.valueOf(said);
    }
}
