package org.talkoot.agents.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.talkoot.agents.tool.ToolRegistry;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.Caller;
import org.talkoot.core.ConversationId;
import org.talkoot.core.Decision;
import org.talkoot.core.Rejection;
import org.talkoot.core.RunId;
import org.talkoot.core.TenantId;
import org.talkoot.core.memory.Fact;
import org.talkoot.core.memory.FactMemory;
import org.talkoot.core.memory.Memories;
import org.talkoot.core.memory.MemoryCommand;
import org.talkoot.core.memory.MemoryEvent;
import org.talkoot.core.memory.MemoryLimits;
import org.talkoot.core.memory.MemoryState;
import org.talkoot.core.memory.Owner;
import org.talkoot.core.memory.Recollection;
import org.talkoot.core.tool.Tool;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolContext;
import org.talkoot.core.tool.ToolResult;

/** What a model can do with a memory, and with whose. */
final class MemoryToolsTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final Caller ANN = Caller.of(ACME, "ann");
    private static final Caller BOB = Caller.of(ACME, "bob");
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    private final InMemoryMemories memories = new InMemoryMemories();
    private final List<Tool> tools = MemoryTools.of(memories, () -> memories.now);

    /** The aggregate itself, without actors. */
    private static final class InMemoryMemories implements Memories {

        private final FactMemory memory = new FactMemory(MemoryLimits.DEFAULT);
        private final Map<Owner, MemoryState> states = new HashMap<>();
        private Instant now = NOON;

        @Override
        public List<Fact> known(Owner owner) {
            return states.getOrDefault(owner, memory.initial()).known(now);
        }

        @Override
        public Optional<Rejection> tell(Owner owner, MemoryCommand command) {
            MemoryState state = states.getOrDefault(owner, memory.initial());
            return switch (memory.decide(state, command)) {
                case Decision.Accept<MemoryEvent>(List<MemoryEvent> events) -> {
                    states.put(owner, memory.fold(state, events));
                    yield Optional.empty();
                }
                case Decision.Ignore<MemoryEvent> ignored -> Optional.empty();
                case Decision.Refuse<MemoryEvent>(Rejection why) -> Optional.of(why);
            };
        }
    }

    private ToolResult call(String tool, String arguments, Caller caller, String conversation, int number)
            throws Exception {
        Tool found = tools.stream()
                .filter(each -> each.spec().name().equals(tool))
                .findFirst()
                .orElseThrow();
        AgentId agent = AgentId.in(new ConversationId(caller.tenant(), conversation), new AgentType("desk"));
        CallId id = CallId.of(number);
        return found.invoke(new ToolCall(id, tool, arguments), new ToolContext(agent, RunId.parse("m-1"), id, caller));
    }

    @Test
    void aFactToldInOneConversationIsKnownInAnotherOfTheSameUserAlone() throws Exception {
        call("remember", "{\"subject\":\"home city\",\"fact\":\"Lives in Oulu.\"}", ANN, "c1", 1);

        assertThat(recalled(ANN, "c2")).containsExactly("Lives in Oulu.");
        assertThat(recalled(BOB, "c2")).isEmpty();
        assertThat(recalled(Caller.of(new TenantId("globex"), "ann"), "c2")).isEmpty();
    }

    @Test
    void oneCallRemembersOnceAndTwoConversationsHaveCallsOfTheirOwn() throws Exception {
        String fact = "{\"subject\":\"city\",\"fact\":\"Lives in Oulu.\"}";
        call("remember", fact, ANN, "c1", 1);
        call("forget", "{\"subject\":\"City\"}", ANN, "c1", 2);

        call("remember", fact, ANN, "c1", 1);
        assertThat(recalled(ANN, "c1")).isEmpty();

        call("remember", fact, ANN, "c2", 1);
        assertThat(recalled(ANN, "c1")).containsExactly("Lives in Oulu.");
    }

    @Test
    void whatIsKeptForDaysIsKnownForDays() throws Exception {
        call("remember", "{\"subject\":\"trip\",\"fact\":\"Goes to Rome.\",\"keep_days\":7}", ANN, "c1", 1);

        memories.now = NOON.plus(Duration.ofDays(7)).minusMillis(1);
        assertThat(recalled(ANN, "c1")).hasSize(1);
        memories.now = NOON.plus(Duration.ofDays(7));
        assertThat(recalled(ANN, "c1")).isEmpty();
    }

    @Test
    void nobodyHasNoMemoryButTheTenantAndTheAgentDo() throws Exception {
        Caller nobody = Caller.anonymous(ACME);

        assertThat(call("remember", "{\"subject\":\"a\",\"fact\":\"b\"}", nobody, "c1", 1))
                .isInstanceOfSatisfying(
                        ToolResult.Failure.class,
                        failure -> assertThat(failure.code()).isEqualTo("nobody-known"));
        call("remember_shared", "{\"subject\":\"a\",\"fact\":\"of all\"}", nobody, "c1", 1);
        call("remember_own", "{\"subject\":\"a\",\"fact\":\"of the desk\"}", nobody, "c1", 1);

        assertThat(facts(call("recall_shared", "{}", ANN, "c2", 1))).containsExactly("of all");
        assertThat(facts(call("recall_own", "{}", ANN, "c2", 1))).containsExactly("of the desk");
        assertThat(recalled(ANN, "c2")).isEmpty();
    }

    @Test
    void whatIsRefusedIsSaidInWords() throws Exception {
        assertThat(call("remember", "{\"subject\":\"!?\",\"fact\":\"b\"}", ANN, "c1", 1)
                        .text())
                .startsWith("ERROR unfit-subject");
        assertThat(call("remember", "{\"subject\":\"a\",\"fact\":\" \"}", ANN, "c1", 1)
                        .text())
                .startsWith("ERROR blank-fact");
        assertThat(call("remember", "{\"subject\":\"a\",\"fact\":\"" + "x".repeat(1_001) + "\"}", ANN, "c1", 1)
                        .text())
                .startsWith("ERROR fact-too-long");
        for (int i = 0; i < 100; i++) {
            call("remember", "{\"subject\":\"s%d\",\"fact\":\"b\"}".formatted(i), ANN, "c1", i + 1);
        }
        assertThat(call("remember", "{\"subject\":\"one more\",\"fact\":\"b\"}", ANN, "c1", 999)
                        .text())
                .startsWith("ERROR memory-full: 100 facts");
    }

    @Test
    void aNodeRunsThemAsTheyDeclare() {
        ToolRegistry registry = ToolRegistry.of(tools);

        for (Owner.Kind kind : Owner.Kind.values()) {
            registry.requireKnown(List.of(kind.remember(), kind.recall(), kind.forget()));
        }
    }

    private List<String> recalled(Caller caller, String conversation) throws Exception {
        return facts(call("recall", "{\"query\":\"what is there\"}", caller, conversation, 77));
    }

    private static List<String> facts(ToolResult result) {
        return Recollection.read(result.text()).lines().stream()
                .map(Recollection.Line::fact)
                .toList();
    }
}
