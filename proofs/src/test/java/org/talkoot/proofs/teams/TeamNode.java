package org.talkoot.proofs.teams;

import dev.langchain4j.agent.tool.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.talkoot.agents.tool.ToolFailureException;
import org.talkoot.agents.tool.method.AnnotatedTools;
import org.talkoot.agents.tool.method.SideEffects;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.brain.ToolHandle;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.proofs.teams.WorkLog.Mark;

/** The node that is killed: teams of agents without a model, and tools that write down what they do. */
public final class TeamNode {

    /** What a tool is to do; work whose name ends with {@code !} is refused. */
    record Piece(String what) {}

    /** Is done again under the same key when nobody knows whether it has been done. */
    static final ToolHandle<Piece, String> WORK = ToolHandle.of("work", Piece.class, String.class);

    /** Is never done again; people are asked. */
    static final ToolHandle<Piece, String> ONCE = ToolHandle.of("once", Piece.class, String.class);

    private static final int PATIENCE_SECONDS = 600;

    /** What must not be done again is held back for so long: nobody says what became of it before its time is over. */
    private static final int AT_MOST_SECONDS = 3;

    private static final int MANY = 4_000;

    private TeamNode() {}

    /**
     * The tools of a node.
     *
     * @param gate what is held back goes on when this file is there
     */
    public record Tools(String node, WorkLog log, Path gate) {

        static Tools in(Path data) {
            Path shared = data.toAbsolutePath().getParent();
            return new Tools(data.getFileName().toString(), WorkLog.in(shared), TeamNode.gate(shared));
        }

        /** Works. */
        @Tool("Works.")
        @SideEffects(value = SideEffect.IDEMPOTENT, timeoutSeconds = PATIENCE_SECONDS, maxConcurrent = MANY)
        public String work(String what, IdempotencyKey key) throws Exception {
            return done("work", what, key, PATIENCE_SECONDS);
        }

        /** The same, once. */
        @Tool("Works, once.")
        @SideEffects(value = SideEffect.AT_MOST_ONCE, timeoutSeconds = 2 * AT_MOST_SECONDS, maxConcurrent = MANY)
        public String once(String what, IdempotencyKey key) throws Exception {
            return done("once", what, key, AT_MOST_SECONDS);
        }

        private String done(String tool, String what, IdempotencyKey key, int seconds)
                throws IOException, InterruptedException {
            write(Mark.BEGUN, tool, what, key);
            Instant end = Instant.now().plusSeconds(seconds);
            while (isHeldBack(what) && Files.notExists(gate) && Instant.now().isBefore(end)) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
            boolean refused = what.endsWith("!");
            write(refused ? Mark.REFUSED : Mark.DONE, tool, what, key);
            if (refused) {
                throw ToolFailureException.permanent("refused", "It is refused.");
            }
            return what.substring(what.lastIndexOf('/') + 1) + " done";
        }

        private void write(Mark mark, String tool, String what, IdempotencyKey key) throws IOException {
            log.write(new WorkLog.Line(mark, tool, key.value(), what, node, Instant.now()));
        }
    }

    static Path gate(Path shared) {
        return shared.resolve("gate");
    }

    /** Every third piece of a batch that is under fire, so that a kill finds all of it in the middle. */
    static boolean isHeldBack(String what) {
        int mixed = what.hashCode() * 0x9E3779B9;
        return what.contains(Batch.FIRE) && Integer.remainderUnsigned(mixed >>> 8, 3) == 0;
    }

    public static void main(String[] args) {
        Talkoot.agents(Patterns.agents())
                .tools(node -> AnnotatedTools.of(Tools.in(node.dataDirectory())))
                .run(args);
    }
}
