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
import org.talkoot.testkit.tls.Certificates;

/** Nodes that prove who they are, among those that cannot. */
final class ClusterTlsTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private static Certificates ours;
    private static Certificates theirs;

    private final List<ActorSystem<?>> systems = new ArrayList<>();

    @BeforeAll
    static void certify() {
        ours = Certificates.in(directory.resolve("ours"))
                .signed("one", "dns:talkoot")
                .signed("two", "dns:talkoot");
        theirs = Certificates.in(directory.resolve("theirs")).signed("one", "dns:talkoot");
    }

    @AfterEach
    void stop() {
        // not waited for: connections that never came about keep a system from ending for a while
        systems.forEach(ActorSystem::terminate);
    }

    @Test
    void nodesOfOneAuthorityAreAClusterAndOthersAreNotLetIn() {
        ActorSystem<?> first = start(settings(ours, "one"));
        Cluster cluster = Cluster.get(first.classicSystem());
        cluster.join(cluster.selfAddress());
        ActorSystem<?> stranger = join(first, settings(theirs, "one"));
        ActorSystem<?> naked = join(first, "");
        ActorSystem<?> second = join(first, settings(ours, "two"));

        await().atMost(LONG).until(() -> isUp(second));
        await().during(Duration.ofSeconds(3)).atMost(LONG).until(() -> members(first) == 2);
        assertThat(isUp(stranger)).isFalse();
        assertThat(isUp(naked)).isFalse();
    }

    /** Of a node that has this certificate. */
    private static String settings(Certificates all, String name) {
        return "talkoot.cluster.tls { certificate = \"%s\", key = \"%s\", ca = \"%s\" }"
                .formatted(all.certificate(name), all.key(name), all.authority());
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
        assertRefused(ours.certificate("one"), ours.key("two"), ours.authority(), "is not the RSA key of");
        assertRefused(
                ours.certificate("one"),
                ours.key("one"),
                theirs.authority(),
                "not of the authority in talkoot.cluster.tls.ca");
        assertRefused(ours.certificate("none"), ours.key("one"), ours.authority(), "there is no such file");
        assertRefused(ours.key("one"), ours.key("one"), ours.authority(), "cannot be read as a certificate in PEM");
        Path empty = Files.writeString(directory.resolve("empty.key"), "");
        assertRefused(ours.certificate("one"), empty, ours.authority(), "cannot be read as a private key");
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
