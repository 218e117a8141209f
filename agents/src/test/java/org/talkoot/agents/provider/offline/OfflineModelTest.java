package org.talkoot.agents.provider.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.TenantId;
import org.talkoot.core.model.AnswerFormat;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.schema.DataType;
import org.talkoot.core.schema.Matching;
import org.talkoot.core.schema.Within;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolInput;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.core.tool.ToolSpec;

final class OfflineModelTest {

    private static final ToolSpec INVOICE = json("get_invoice", "Looks up one invoice with its lines.", """
                    {"type":"object","required":["invoice_id"],"properties":{"invoice_id":
                     {"type":"string","pattern":"^INV-[0-9]+$"}}}\
                    """);
    private static final ToolSpec ACCOUNT = json("get_account", "Shows a customer's account and balance.", """
                    {"type":"object","required":["accountId"],"properties":{"accountId":
                     {"type":"string","description":"For example ACC-7."}}}\
                    """);
    private static final ToolSpec REFUND = json("refund", "Refunds an invoice.", """
                    {"type":"object","required":["invoice","amount","reason"],"properties":{
                     "invoice":{"type":"string"},
                     "amount":{"type":"number","minimum":0},
                     "reason":{"type":"string"},
                     "priority":{"enum":["high","low"]},
                     "notify":{"type":"string","format":"email"}}}\
                    """);
    private static final ToolSpec TICKET = json("create_ticket", "Opens a support ticket.", """
                    {"type":"object","required":["description"],"properties":{"description":
                     {"type":"string"},"due_date":{"type":"string","format":"date"}}}\
                    """);
    private static final ToolSpec CLOCK = json("current_time", "The current time in a time zone.", """
                    {"type":"object","required":["zone"],"properties":{"zone":{"type":"string"}}}\
                    """);
    private static final ToolSpec TO_BILLING =
            peer("hand_off_to_billing", "Hand this conversation over to 'billing' (invoices, charges and refunds).");
    private static final ToolSpec TO_TECHNICAL =
            peer("hand_off_to_technical", "Hand this conversation over to 'technical' (errors, crashes and outages).");
    private static final ToolSpec ASK_RESEARCH =
            peer("ask_research", "Ask 'research' (facts about markets) and wait for its answer.");

    private final List<Message> messages = new ArrayList<>();
    private final OfflineModel model = new OfflineModel();

    @ParameterizedTest
    @CsvSource({
        "I was charged twice this month, hand_off_to_billing",
        "My payment is wrong, hand_off_to_billing",
        "The app crashes with an error, hand_off_to_technical",
        "What are the facts about the tea market?, ask_research"
    })
    void aQuestionGoesToTheAgentThatKnows(String question, String tool) {
        user(question);
        assertThat(call(TO_BILLING, TO_TECHNICAL, ASK_RESEARCH)).isEqualTo(new ToolCall(CallId.of(1), tool, question));
    }

    @Test
    void aToolThatCanDoItComesBeforeAnAgentThatKnows() {
        user("What is on invoice inv-2002?");
        assertThat(call(TO_BILLING, INVOICE))
                .isEqualTo(new ToolCall(CallId.of(1), "get_invoice", "{\"invoice_id\":\"INV-2002\"}"));
    }

    @Test
    void aToolWhoseArgumentsAreMissingIsNotCalled() {
        user("What is on my invoice?");
        assertThat(call(TO_BILLING, INVOICE).tool()).isEqualTo("hand_off_to_billing");
    }

    @Test
    void argumentsAreFoundByNamePatternAndFormat() {
        user("Refund INV-2002, 12.50 please, reason \"sent twice\", high priority,"
                + " and tell ann@example.org. My account is ACC-1001");
        assertThat(call(REFUND).arguments())
                .isEqualTo("{\"invoice\":\"INV-2002\",\"amount\":12.5,\"reason\":\"sent twice\","
                        + "\"priority\":\"high\",\"notify\":\"ann@example.org\"}");
        assertThat(call(ACCOUNT).arguments()).isEqualTo("{\"accountId\":\"ACC-1001\"}");
    }

    @Test
    void aTimeZoneIsFoundByItsForm() {
        user("What time is it in Europe/Helsinki?");
        assertThat(call(CLOCK).arguments()).isEqualTo("{\"zone\":\"Europe/Helsinki\"}");
    }

    @Test
    void argumentsMayStandInAnEarlierMessage() {
        user("My account is ACC-1001");
        messages.add(new Message.Assistant(RunId.parse("m-1"), new AgentType("desk"), "Hello!", Instant.EPOCH));
        user("What is the balance?");
        assertThat(call(ACCOUNT).arguments()).isEqualTo("{\"accountId\":\"ACC-1001\"}");
    }

    @Test
    void freeTextIsTheWholeMessage() {
        user("Open a ticket for the broken login by 2026-12-24");
        assertThat(call(TICKET).arguments())
                .isEqualTo("{\"description\":\"Open a ticket for the broken login by 2026-12-24\","
                        + "\"due_date\":\"2026-12-24\"}");
    }

    @Test
    void whatAToolBroughtIsTheAnswerAndTheToolIsNotCalledAgain() {
        user("What is on invoice INV-2002?");
        ToolCall call = call(TO_BILLING, INVOICE);
        output(call, ToolResult.success("INV-2002: 40 EUR"));
        assertThat(reply(Deltas.ignored(), TO_BILLING, INVOICE))
                .isEqualTo(new ModelReply.Answer("Here is what 'get invoice' found: INV-2002: 40 EUR"));
    }

    @Test
    void aSecondToolFollowsWhenItsNameIsMeant() {
        user("Look up invoice INV-2002 and open a ticket");
        ToolCall first = call(INVOICE, TICKET);
        output(first, ToolResult.success("40 EUR"));
        ToolCall second = call(INVOICE, TICKET);
        assertThat(List.of(first.tool(), second.tool())).containsExactlyInAnyOrder("get_invoice", "create_ticket");
        output(second, ToolResult.failure("closed", "no tickets today"));
        assertThat(reply(Deltas.ignored(), INVOICE, TICKET).text())
                .contains("40 EUR", "did not work: no tickets today");
    }

    @Test
    void aNewQuestionMayCallTheSameToolAgain() {
        user("What is on invoice INV-2002?");
        output(call(INVOICE), ToolResult.success("40 EUR"));
        user("And invoice INV-2003?");
        assertThat(call(INVOICE).arguments()).isEqualTo("{\"invoice_id\":\"INV-2003\"}");
    }

    @Test
    void withoutAToolItSaysWhatItCanDo() {
        user("Sing me a song");
        List<String> heard = new ArrayList<>();
        ModelReply reply = reply((origin, text) -> heard.add(text), INVOICE, TO_BILLING);
        assertThat(reply).isInstanceOf(ModelReply.Answer.class);
        assertThat(reply.text()).contains("offline", "get invoice", "billing");
        assertThat(heard).hasSizeGreaterThan(5);
        assertThat(String.join("", heard)).isEqualTo(reply.text());
    }

    @Test
    void aQuestionIsNotHandedBackToWhoHandedItOver() {
        user("[billing hands over: I was charged twice]");
        user("I was charged twice");
        assertThat(reply(Deltas.ignored(), TO_BILLING)).isInstanceOf(ModelReply.Answer.class);
    }

    @Test
    void theSameRequestHasTheSameAnswer() {
        user("Refund INV-2002, 12 of it");
        assertThat(outcome(Deltas.ignored(), REFUND, TO_BILLING))
                .isEqualTo(new OfflineModel().call(request(REFUND, TO_BILLING), Deltas.ignored()));
    }

    private void user(String text) {
        messages.add(new Message.User(new MessageId("m"), text, Instant.EPOCH));
    }

    private void output(ToolCall call, ToolResult result) {
        messages.add(new Message.ToolUse("", List.of(call)));
        messages.add(new Message.ToolOutput(call.id(), call.tool(), result));
    }

    private ToolCall call(ToolSpec... tools) {
        return ((ModelReply.ToolCalls) reply(Deltas.ignored(), tools)).calls().get(0);
    }

    enum Peril {
        FIRE,
        WATER
    }

    sealed interface Found {
        record Claim(
                @Matching("P-\\d+") String policy,
                @Within(min = 0) BigDecimal amount,
                Peril peril,
                LocalDate day,
                Optional<Contact> contact,
                List<String> notes,
                boolean urgent)
                implements Found {}

        record Question(String text) implements Found {}
    }

    record Contact(String email) {}

    @Test
    void anAnswerThatHasToBeJsonIsFilledFromTheTexts() {
        user("Urgent claim: on 2026-11-21 water ran over policy P-77, 1200.5 lost, ada@example.org");
        assertThat(DataType.of(Found.class).read(answer(Found.class)).fitting())
                .contains(new Found.Claim(
                        "P-77",
                        new BigDecimal("1200.5"),
                        Peril.WATER,
                        LocalDate.of(2026, 11, 21),
                        Optional.of(new Contact("ada@example.org")),
                        List.of(),
                        true));
    }

    @Test
    void anAnswerIsOfTheKindThatIsSpokenOf() {
        user("I have a question: is it open?");
        assertThat(DataType.of(Found.class).read(answer(Found.class)).fitting())
                .contains(new Found.Question("I have a question: is it open?"));
    }

    @Test
    void whatIsNowhereToBeFoundIsLeftOut() {
        user("water");
        assertThat(answer(Found.class)).doesNotContain("policy", "amount").contains("\"urgent\":false");
    }

    private String answer(Class<?> type) {
        ModelRequest any = request();
        DataType<?> data = DataType.of(type);
        ModelRequest request = new ModelRequest(
                any.origin(),
                any.model(),
                any.instructions(),
                any.messages(),
                any.tools(),
                new AnswerFormat(data.name(), data.schema()),
                null,
                any.inputLength());
        return ((ModelOutcome.Replied) model.call(request, Deltas.ignored()))
                .reply()
                .text();
    }

    private ModelReply reply(Deltas deltas, ToolSpec... tools) {
        return ((ModelOutcome.Replied) outcome(deltas, tools)).reply();
    }

    private ModelOutcome outcome(Deltas deltas, ToolSpec... tools) {
        return model.call(request(tools), deltas);
    }

    private ModelRequest request(ToolSpec... tools) {
        return new ModelRequest(
                new ModelRequest.Origin(
                        new AgentId(new TenantId("t"), new AgentType("desk"), "k"), RunId.parse("m-1"), CallId.of(1)),
                OfflineModel.NAME,
                "Be helpful.",
                List.copyOf(messages),
                List.of(tools),
                100);
    }

    private static ToolSpec json(String name, String description, String schema) {
        return ToolSpec.of(name, description, new ToolInput.Json(schema), SideEffect.READ_ONLY);
    }

    private static ToolSpec peer(String name, String description) {
        return ToolSpec.of(name, description, new ToolInput.Text("What to do."), SideEffect.IDEMPOTENT);
    }
}
