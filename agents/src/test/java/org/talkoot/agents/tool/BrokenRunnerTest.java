package org.talkoot.agents.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.lease.Epoch;
import org.talkoot.core.lease.NodeLease;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolLedger;
import org.talkoot.core.tool.ToolResult;

/** The runner answers and goes on, whatever is thrown in it. */
final class BrokenRunnerTest extends RunnerCase {

    /** Breaks once, in a way that nothing is prepared for. */
    private final class BreaksOnce implements ToolLedger {

        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public Entry begin(IdempotencyKey key, ToolCall call, Claim claim) {
            if (calls.getAndIncrement() == 0) {
                throw new StackOverflowError("in the ledger");
            }
            return ledger.begin(key, call, claim);
        }

        @Override
        public Entry close(IdempotencyKey key, ToolCall call, Claim claim, ToolResult result) {
            return ledger.close(key, call, claim, result);
        }

        @Override
        public boolean settle(IdempotencyKey key, Epoch owner, ToolResult result) {
            return ledger.settle(key, owner, result);
        }
    }

    @Test
    void anErrorAnswersWhoAskedIsLoggedAndLeavesNothingInFlight() {
        ActorRef<ToolRunner.Command> runner = runner(
                tool(SideEffect.AT_MOST_ONCE, () -> ToolResult.success("done")), new BreaksOnce(), NodeLease.endless());

        LoggingTestKit.error("tool runner failed").expect(pekko.system(), () -> {
            runner.tell(other(1));
            return null;
        });

        assertThat(asker.receiveMessage().result()).isInstanceOf(ToolResult.InDoubt.class);
        runner.tell(other(2));
        assertThat(asker.receiveMessage().result()).isEqualTo(ToolResult.success("done"));
        assertThat(meters.get("talkoot.tool.in.flight").gauge().value()).isZero();
    }

    @Test
    void anErrorOfAToolIsAnAnswerToo() {
        assertThat(run(tool(SideEffect.READ_ONLY, () -> {
                    throw new NoClassDefFoundError("org/vendor/Client");
                })))
                .extracting("code")
                .isEqualTo("tool-failed");
    }
}
