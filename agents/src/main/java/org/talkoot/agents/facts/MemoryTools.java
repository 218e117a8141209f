package org.talkoot.agents.facts;

import static java.util.stream.Collectors.toSet;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.talkoot.core.memory.Memories;
import org.talkoot.core.memory.Owner;
import org.talkoot.core.tool.Tool;

/**
 * The tools for each kind of memory, by the names that {@link Owner.Kind} gives them. Whose memory a call is about is
 * found in who calls and which agent works; there is no argument that names an owner.
 */
public final class MemoryTools {

    private MemoryTools() {}

    /** Three for each kind. */
    public static List<Tool> of(Memories memories, InstantSource clock) {
        List<Tool> tools = new ArrayList<>();
        for (Owner.Kind kind : Owner.Kind.values()) {
            MemoryAccess access = new MemoryAccess(kind, memories, clock);
            tools.add(new RememberTool(access));
            tools.add(new RecallTool(access));
            tools.add(new ForgetTool(access));
        }
        return List.copyOf(tools);
    }

    /** These, and those for memories whose names none of them has: an application that has one means its own. */
    public static List<Tool> beside(List<? extends Tool> own, Memories memories, InstantSource clock) {
        List<Tool> all = new ArrayList<>(own);
        Set<String> taken = own.stream().map(tool -> tool.spec().name()).collect(toSet());
        of(memories, clock).stream()
                .filter(tool -> !taken.contains(tool.spec().name()))
                .forEach(all::add);
        return List.copyOf(all);
    }
}
