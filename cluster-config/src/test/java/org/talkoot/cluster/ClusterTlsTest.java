package org.talkoot.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that prove who they are, among those that cannot. */
final class ClusterTlsTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private static Authority ours;
    private static Authority theirs;

    private final List<ActorSystem<?>> systems = new ArrayList<>();

    @BeforeAll
    static void certify() throws IOException {
        ours = new Authority(Files.createDirectory(directory.resolve("ours")))
                .certify("one")
                .certify("two");
        theirs = new Authority(Files.createDirectory(directory.resolve("theirs"))).certify("one");
    }

    @AfterEach
    void stop() {
        // not waited for: connections that never came about keep a system from ending for a while
        systems.forEach(ActorSystem::terminate);
    }

    @Test
    void nodesOfOneAuthorityAreAClusterAndOthersAreNotLetIn() {
        ActorSystem<?> first = start(ours.settings("one"));
        Cluster cluster = Cluster.get(first.classicSystem());
        cluster.join(cluster.selfAddress());
        ActorSystem<?> stranger = join(first, theirs.settings("one"));
        ActorSystem<?> naked = join(first, "");
        ActorSystem<?> second = join(first, ours.settings("two"));

        await().atMost(LONG).until(() -> isUp(second));
        await().during(Duration.ofSeconds(3)).atMost(LONG).until(() -> members(first) == 2);
        assertThat(isUp(stranger)).isFalse();
        assertThat(isUp(naked)).isFalse();
    }

    private ActorSystem<?> join(ActorSystem<?> first, String settings) {
        ActorSystem<?> system = start(settings);
        Cluster.get(system.classicSystem())
                .join(Cluster.get(first.classicSystem()).selfAddress());
        return system;
    }

    private ActorSystem<?> start(String settings) {
        ActorSystem<Void> system = ActorSystem.create(
                Behaviors.empty(),
                NodeConfig.SYSTEM_NAME,
                NodeConfig.load(ConfigFactory.parseString(
                        settings + "\npekko.coordinated-shutdown.run-by-actor-system-terminate = off")));
        systems.add(system);
        return system;
    }

    private static boolean isUp(ActorSystem<?> system) {
        return Cluster.get(system.classicSystem()).selfMember().status().equals(MemberStatus.up());
    }

    private static int members(ActorSystem<?> system) {
        int members = 0;
        for (Member unused : Cluster.get(system.classicSystem()).state().getMembers()) {
            members++;
        }
        return members;
    }

    @Test
    void withoutItNodesSpeakInTheClear() {
        assertThat(ClusterTls.from(ConfigFactory.load())).isEmpty();
    }

    @Test
    void whatDoesNotBelongTogetherIsRefusedInOneLine() throws IOException {
        assertRefused(
                ours.certificateOf("one"), ours.keyOf("two"), ours.certificateOfItself(), "is not the RSA key of");
        assertRefused(
                ours.certificateOf("one"),
                ours.keyOf("one"),
                theirs.certificateOfItself(),
                "not of the authority in talkoot.cluster.tls.ca");
        assertRefused(
                ours.certificateOf("none"), ours.keyOf("one"), ours.certificateOfItself(), "there is no such file");
        assertRefused(
                ours.keyOf("one"),
                ours.keyOf("one"),
                ours.certificateOfItself(),
                "cannot be read as a certificate in PEM");
        Path empty = Files.writeString(directory.resolve("empty.key"), "");
        assertRefused(ours.certificateOf("one"), empty, ours.certificateOfItself(), "cannot be read as a private key");
    }

    @Test
    void twoOfThreeAreNotEnough() {
        assertThatThrownBy(() -> from("talkoot.cluster.tls { certificate = a.crt, key = a.key }"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("talkoot.cluster.tls.ca is missing: TLS between nodes needs certificate, key and ca");
    }

    private static void assertRefused(Path certificate, Path key, Path ca, String why) {
        assertThatThrownBy(() -> from("talkoot.cluster.tls { certificate = \"%s\", key = \"%s\", ca = \"%s\" }"
                        .formatted(certificate, key, ca)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why)
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain("\n");
    }

    private static void from(String settings) {
        var unused = ClusterTls.from(ConfigFactory.parseString(settings).withFallback(ConfigFactory.load()));
    }
}
