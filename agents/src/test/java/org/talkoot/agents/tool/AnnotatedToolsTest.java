package org.talkoot.agents.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.P;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.talkoot.agents.tool.method.AnnotatedTools;
import org.talkoot.agents.tool.method.SideEffects;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.RunId;
import org.talkoot.core.schema.Matching;
import org.talkoot.core.schema.Meaning;
import org.talkoot.core.schema.Within;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.Tool;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolContext;
import org.talkoot.core.tool.ToolInput;
import org.talkoot.core.tool.ToolResult;

final class AnnotatedToolsTest {

    enum Size {
        SMALL,
        LARGE
    }

    record Order(String id, Size size, LocalDate due) {}

    record Tree(@Meaning("What it is called.") String name, BigDecimal weight, List<Tree> below) {}

    static final class Shop {

        @dev.langchain4j.agent.tool.Tool("Finds an order.")
        @SideEffects(SideEffect.READ_ONLY)
        Order find(@P("its id") String id) {
            if (id.equals("none")) {
                throw ToolFailureException.permanent("not-found", "There is no order " + id);
            }
            return new Order(id, Size.LARGE, LocalDate.of(2026, 11, 21));
        }

        @dev.langchain4j.agent.tool.Tool("Places an order.")
        String place(int count, Size size, List<String> notes, Optional<String> coupon, ToolContext context) {
            return count + " " + size + " " + notes + " " + coupon.orElse("-") + " " + context.key();
        }

        @dev.langchain4j.agent.tool.Tool("Ships it.")
        String ship(@Matching("[A-Z]-\\d") String id, List<@Within(min = 1) Integer> boxes, Tree what) {
            return id + boxes + what;
        }

        @dev.langchain4j.agent.tool.Tool("Forgets everything.")
        @SideEffects(value = SideEffect.RECONCILABLE, timeoutSeconds = 5, maxAttempts = 2)
        void forget() {}
    }

    private final List<Tool> tools = AnnotatedTools.of(new Shop());

    @Test
    void aMethodBecomesAToolWithASchemaThatHidesWhatTheRuntimeFillsIn() {
        Tool place = tool("place");

        assertThat(place.spec().description()).isEqualTo("Places an order.");
        assertThat(((ToolInput.Json) place.spec().input()).schema())
                .contains("\"count\"", "\"SMALL\"", "\"notes\"", "\"additionalProperties\":false")
                .doesNotContain("context");
    }

    @Test
    void boundsAndMeaningsAreThoseOfAnswers() {
        assertThat(((ToolInput.Json) tool("ship").spec().input()).schema()).isEqualTo("""
                {"type":"object","properties":{"id":{"type":"string","pattern":"^(?:[A-Z]-\\\\d)$"},\
                "boxes":{"type":"array","items":{"type":"integer","minimum":1}},\
                "what":{"$ref":"#/$defs/Tree"}},"required":["id","boxes","what"],"additionalProperties":false,\
                "$defs":{"Tree":{"type":"object","properties":{\
                "name":{"type":"string","description":"What it is called."},\
                "weight":{"type":["string","number"],"pattern":"^-?[0-9]+(\\\\.[0-9]+)?$",\
                "description":"number as text, with all its digits"},\
                "below":{"type":"array","items":{"$ref":"#/$defs/Tree"}}},"required":[],"additionalProperties":false}}}""");
    }

    @Test
    void whatDoesNotSayWhatItDoesToTheWorldIsTakenToBeAtMostOnce() {
        assertThat(tool("place").spec().sideEffect()).isEqualTo(SideEffect.AT_MOST_ONCE);
        assertThat(tool("find").spec().sideEffect()).isEqualTo(SideEffect.READ_ONLY);
        assertThat(tool("forget").spec().policy().maxAttempts()).isEqualTo(2);
    }

    @Test
    void argumentsAreBoundAndResultsBecomeText() throws Exception {
        assertThat(invoke("find", "{\"id\":\"A-1\"}"))
                .isEqualTo(ToolResult.success("{\"id\":\"A-1\",\"size\":\"LARGE\",\"due\":\"2026-11-21\"}"));
        assertThat(invoke("place", "{\"count\":2,\"size\":\"SMALL\",\"notes\":[\"a\"]}"))
                .isEqualTo(ToolResult.success("2 SMALL [a] - r-1:c1"));
        assertThat(invoke("forget", "{}")).isEqualTo(ToolResult.success("done"));
    }

    @Test
    void aMethodSaysNoByThrowingAFailureWhoseWordsTheModelMayHear() {
        assertThatThrownBy(() -> invoke("find", "{\"id\":\"none\"}"))
                .isInstanceOfSatisfying(
                        ToolFailureException.class,
                        no -> assertThat(no.result())
                                .isEqualTo(ToolResult.failure("not-found", "There is no order none")));
    }

    @Test
    void aToolThatCouldNotBeRunAsItDeclaresIsFoundAtStart() {
        assertThatThrownBy(() -> ToolRegistry.of(tools)).hasMessageContaining("no reconciler");
        assertThatThrownBy(() -> AnnotatedTools.of("no tool")).hasMessageContaining("no method");
        assertThatThrownBy(() -> ToolRegistry.of(List.of(tool("find"), tool("find"))))
                .hasMessageContaining("two tools");
        assertThatThrownBy(() -> ToolRegistry.of(List.of(tool("find"))).requireKnown(List.of("fnd")))
                .hasMessageContaining("[fnd]");
    }

    private Tool tool(String name) {
        return tools.stream()
                .filter(t -> t.spec().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private ToolResult invoke(String name, String arguments) throws Exception {
        RunId run = RunId.parse("r-1");
        AgentId agent = AgentId.in(ConversationId.of("c1"), new AgentType("worker"));
        return tool(name)
                .invoke(new ToolCall(CallId.of(1), name, arguments), new ToolContext(agent, run, CallId.of(1)));
    }
}
