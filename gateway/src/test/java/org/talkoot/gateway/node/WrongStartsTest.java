package org.talkoot.gateway.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.brain.AgentHandle;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.Handle;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.brain.ModelChoice;
import org.talkoot.core.brain.Sequence;
import org.talkoot.core.brain.ToolHandle;
import org.talkoot.core.model.ModelParameters;
import org.talkoot.core.model.ModelParameters.ToolUse;

/** What somebody sees who starts a node in a wrong way: one line that says what to do. */
final class WrongStartsTest {

    /** The tools of memories, which no application has to name. */
    private static final String EVERY_NODE_HAS =
            "forget, forget_own, forget_shared, recall, recall_own, recall_shared, remember, remember_own, remember_shared";

    private static final Talkoot RIGHT = agents(LlmBrain.of("Help."));

    /** Options of the command line, and settings of a file that this test calls {@code here}. */
    private record Start(Talkoot application, String settings, String... options) {}

    private record Wrong(Start start, String line) {
        @Override
        public String toString() {
            return line;
        }
    }

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource({"options", "names", "values"})
    void areAnsweredByOneLineAndTheCodeTwo(Wrong wrong) {
        assertThat(said(wrong.start(), 2)).isEqualTo("talkoot: " + wrong.line());
    }

    static Stream<Wrong> options() {
        return Stream.of(
                option("talkoot.http.port must be 0 to 65535", "--port", "99999"),
                option("Invalid value for option '--port': 'http' is not an int; see --help", "--port", "http"),
                option("there is no option '--prot'; did you mean '--port'?", "--prot=1"),
                option("there is no option 'now'; there are --data, --help, --port, --version, -V," + " -h", "now"),
                option("Missing required parameter for option '--data' (<data>); see --help", "--data"));
    }

    record Asked(String what) {}

    private static Brain calling(Handle handle) {
        return CodeBrain.answering(view -> "yes").using(handle);
    }

    static Stream<Wrong> names() {
        return Stream.of(
                setting(
                        "talkoot.http.prot = 1",
                        "there is no setting 'talkoot.http.prot' (here: 1); did you mean" + " 'talkoot.http.port'?"),
                setting(
                        "talkoot.port = 1",
                        "there is no setting 'talkoot.port' (here: 1); did you mean" + " 'talkoot.cluster.port'?"),
                setting(
                        "talkoot.htpp { port = 1 }",
                        "there is no setting 'talkoot.htpp' (here: 1); did you mean" + " 'talkoot.http'?"),
                setting(
                        "talkoot.node.colour = blue",
                        "there is no setting 'talkoot.node.colour' (here: 1); there are" + " join-timeout, wake-every"),
                setting(
                        "talkoot.models.providers.mine { protocol = openai, modell = x }",
                        "there is no setting 'talkoot.models.providers.mine.modell' (here: 1); did"
                                + " you mean 'talkoot.models.providers.mine.model'?"),
                of(
                        agents(LlmBrain.of("Help.").handingOffTo("biling")),
                        "agent 'clerk' hands over to 'biling', but there is no such agent; did you"
                                + " mean 'billing'?"),
                of(
                        agents(LlmBrain.of("Help.").handingOffTo("clerk")),
                        "agent 'clerk' hands over to itself, which would begin the same again; it may ask itself instead"),
                of(
                        agents(LlmBrain.of("Help.").approving("pay", call -> true, Duration.ofHours(8))),
                        "agent 'clerk' has calls of tool 'pay' approved, but offers it to no model; there are none"),
                of(
                        agents(LlmBrain.of("Help.").asking("research")),
                        "agent 'clerk' asks 'research', but there is no such agent; there are" + " billing, clerk"),
                of(
                        agents(Sequence.of("two", LlmBrain.of("Help.").asking("clark"))),
                        "agent 'clerk' asks 'clark', but there is no such agent; did you mean" + " 'clerk'?"),
                of(
                        agents(LlmBrain.of("Help.").withTools("lokup")),
                        "agent 'clerk' offers tool 'lokup', but there is no such tool; there are " + EVERY_NODE_HAS),
                of(
                        agents(Sequence.of("two", calling(ToolHandle.of("lokup", Asked.class, String.class)))),
                        "agent 'clerk' calls tool 'lokup', but there is no such tool; there are " + EVERY_NODE_HAS),
                of(
                        agents(calling(AgentHandle.of("biling", String.class, String.class))),
                        "agent 'clerk' asks 'biling', but there is no such agent; did you mean 'billing'?"),
                new Wrong(
                        new Start(
                                agents(LlmBrain.of("Help.")
                                        .withModel("anthropic/claude-x")
                                        .with(ModelParameters.NONE.withSeed(1))),
                                "talkoot.models.providers.anthropic.api-key = k"),
                        "agent 'clerk' cannot ask its model: anthropic/claude-x has no seed"),
                of(
                        agents(LlmBrain.of("Help.").with(ModelParameters.NONE.withToolUse(ToolUse.first("lokup")))),
                        "agent 'clerk' begins with tool 'lokup', but there is no such tool; there are none"),
                of(
                        agents(LlmBrain.of("Help.").withModel(ModelChoice.escalating("default", "fast"))),
                        "agent 'clerk' cannot ask its model: no model 'fast' here; there are"
                                + " [default], and any model of [offline] as provider/model"),
                of(
                        agents(LlmBrain.of("Help.").withModel("fast")),
                        "agent 'clerk' cannot ask its model: no model 'fast' here; there are"
                                + " [default], and any model of [offline] as provider/model"));
    }

    static Stream<Wrong> values() {
        return Stream.of(
                setting("talkoot.entities.shards = 0", "talkoot.entities.shards must be at least 1"),
                setting("talkoot.entities.shards = many", "here: 1: shards has type STRING rather than NUMBER"),
                setting(
                        "talkoot.models.providers.openai.base-url = \"localhost:8000\"",
                        "talkoot.models.providers.openai.base-url must be http://HOST/... or"
                                + " https://HOST/..., not 'localhost:8000'"),
                setting(
                        "talkoot.models.providers.openai { api-key = k, structured-output = maybe }",
                        "talkoot.models.providers.openai.structured-output is auto, native or instructions, not 'maybe'"),
                setting(
                        "talkoot.dead-letters.webhook = \"hooks\"",
                        "talkoot.dead-letters.webhook must be http://HOST/... or" + " https://HOST/..., not 'hooks'"),
                setting(
                        "talkoot.cluster { port = 0, seed-nodes = [\"a:1\"] }",
                        "talkoot.cluster.port must be fixed when there are seed nodes"),
                setting(
                        "talkoot.cluster { port = 7355, seed-nodes = [\"127.0.0.1:7355\"] }",
                        "talkoot.cluster.seed-nodes are set, but a node on the embedded database is alone: nodes of a cluster"
                                + " share a Postgres (talkoot.persistence.database.url)"),
                setting(
                        "talkoot.cluster.roles = [agent]",
                        "talkoot.cluster.roles must be one or more of [gateway, agents, bridge], not [agent]"),
                setting(
                        "talkoot.cluster.roles = []",
                        "talkoot.cluster.roles must be one or more of [gateway, agents, bridge], not []"),
                setting(
                        "talkoot.cluster.roles = \"gateway, agents\"",
                        "talkoot.cluster.roles are [gateway, agents], but a node on the embedded database is alone and"
                                + " needs agents and bridge; name a Postgres with TALKOOT_DB_URL, or add them"),
                setting("talkoot.health.port = 70000", "talkoot.health.port must be 0 to 65535, or empty"),
                new Wrong(
                        new Start(RIGHT, "talkoot.health.port = 8089", "--port", "8089"),
                        "talkoot.health.port must differ from talkoot.http.port, where health is anyway, or be empty"),
                setting(
                        "talkoot.health { port = 0, host = \"192.0.2.1\" }",
                        "this machine has no address '192.0.2.1' to listen on; change talkoot.health.host or"
                                + " TALKOOT_HEALTH_HOST"),
                setting(
                        "talkoot.http.host = \"192.0.2.1\"",
                        "this machine has no address '192.0.2.1' to listen on; change"
                                + " talkoot.http.host or TALKOOT_HTTP_HOST"),
                setting(
                        "talkoot.http { host = \"0.0.0.0\", port = 0 }",
                        "nobody would be asked who they are at 0.0.0.0, and others reach that address; choose how with"
                                + " talkoot.http.authentication.method or TALKOOT_HTTP_AUTHENTICATION (tokens, jwt), or"
                                + " say that the network lets in only who may do everything with"
                                + " talkoot.http.authentication.none.trust-network or TALKOOT_HTTP_TRUST_NETWORK (true)"),
                setting(
                        "talkoot.http.authentication.method = magic",
                        "talkoot.http.authentication.method is none, tokens or jwt, but is 'magic'"),
                setting(
                        "talkoot.http.authentication.method = tokens",
                        "talkoot.http.authentication: the method that is chosen needs a 'tokens.file'"),
                setting(
                        "talkoot.http.authentication { method = jwt, jwt { issuer = i, audience = a, keys = \"http://id.example\" } }",
                        "talkoot.http.authentication.jwt.keys must be an https address: whoever is on the way could put keys"
                                + " of his own there"));
    }

    @Test
    void sayThatAPortIsTaken() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = other.getLocalPort();

            assertThat(said(new Start(RIGHT, "", "--port", Integer.toString(port)), 2))
                    .isEqualTo(("talkoot: port %d of 127.0.0.1 is taken by another process; choose"
                                    + " another one with --port, talkoot.http.port or"
                                    + " TALKOOT_HTTP_PORT (0: any that is free)")
                            .formatted(port));
        }
    }

    @Test
    void sayThatTheFolderIsNone() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThat(said(new Start(RIGHT, "", "--data", file.resolve("data").toString()), 2))
                .isEqualTo(("talkoot: cannot keep data in %s/data: %1$s is not a folder; choose"
                                + " another folder with --data, talkoot.data or TALKOOT_DATA")
                        .formatted(file));
    }

    @Test
    void keepTheTraceOfABugAndEndWithOne() {
        Talkoot broken = RIGHT.tools(node -> {
            throw new NullPointerException("a bug of the author");
        });

        assertThat(said(new Start(broken, ""), 1))
                .contains("a bug of the author", "\tat org.talkoot.gateway.node.WrongStartsTest");
    }

    private String said(Start start, int code) {
        StringWriter said = new StringWriter();
        List<String> options = new ArrayList<>(List.of(start.options()));
        if (!options.contains("--port")) {
            options.addFirst("--port=0");
        }
        if (!options.contains("--data")) {
            options.addFirst("--data=" + directory);
        }

        assertThat(NodeCommand.execute(
                        start.application(),
                        ConfigFactory.parseString(
                                start.settings(), ConfigParseOptions.defaults().setOriginDescription("here")),
                        new PrintWriter(said),
                        options.toArray(String[]::new)))
                .as(said.toString())
                .isEqualTo(code);
        return said.toString().stripTrailing();
    }

    private static Wrong option(String line, String... options) {
        return new Wrong(new Start(RIGHT, "", options), line);
    }

    private static Wrong setting(String settings, String line) {
        return new Wrong(new Start(RIGHT, settings), line);
    }

    private static Wrong of(Talkoot application, String line) {
        return new Wrong(new Start(application, ""), line);
    }

    private static Talkoot agents(Brain clerk) {
        return Talkoot.agents(List.of(
                AgentDefinition.of("clerk", "looks things up", clerk),
                AgentDefinition.of("billing", "bills", CodeBrain.answering(view -> "paid"))));
    }
}
