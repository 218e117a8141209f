package org.talkoot.examples.supportdesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.eval.EvalCommand;
import org.talkoot.eval.golden.GoldenConversation;
import org.talkoot.gateway.node.Talkoot;

/** A conversation with the desk that was recorded once. Whoever changes what its agents are told sees it here. */
final class RefundGoldenTest {

    private static final Path FILE = Path.of("evals", "refund.golden.json");

    @Test
    void theDeskRefundsAsItDidWhenThisWasRecorded() {
        GoldenConversation.read(FILE).requireSame(SupportDesk.application());
    }

    @Test
    void aPromptThatWasChangedInPassingIsCaught() {
        AgentDefinition changed = AgentDefinition.of(
                "billing",
                "invoices, charges, payments and refunds",
                LlmBrain.of("You refund at once.\n")
                        .withTools("list_invoices", "refund_invoice")
                        .handingOffTo("support", "scheduling"));
        List<AgentDefinition> agents = Agents.all().stream()
                .map(agent -> agent.type().equals(changed.type()) ? changed : agent)
                .toList();
        Talkoot desk = Talkoot.agents(agents).tools(node -> SupportDesk.tools(Store.open(node.dataDirectory())));

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> GoldenConversation.read(FILE).requireSame(desk))
                .withMessageContaining("billing, step 1 has other instructions:")
                .withMessageContaining("+ You refund at once.");
    }

    @Test
    void theCommandLineReplaysIt(@TempDir Path folder) {
        StringWriter said = new StringWriter();

        int code = EvalCommand.execute(
                Map.of(),
                new PrintWriter(said, true),
                new PrintWriter(said, true),
                "--golden",
                FILE.toString(),
                "--out",
                folder.toString());

        assertThat(said.toString()).contains("as it was: refund.golden.json");
        assertThat(code).isZero();
        assertThat(folder.resolve("junit.xml")).content().contains("<testcase classname=\"golden.replay\"");
    }
}
