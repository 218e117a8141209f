package org.talkoot.gateway.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.agents.entity.EntityWire;
import org.talkoot.agents.reply.PostReply;
import org.talkoot.agents.wire.WireCatalog;
import org.talkoot.agents.wire.WireSerializer;
import org.talkoot.agents.wire.WireSetup;
import org.talkoot.cluster.NodeConfig;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.gateway.live.DeltaRelay;
import org.talkoot.persistence.codec.EventCodec;

/** What entities say to each other arrives as it was said, and nothing else arrives. */
final class WireTest {

    private static final WireCatalog CATALOG = WireCatalog.builder()
            .all(EntityWire.catalog())
            .all(DeltaRelay.wire())
            .build();

    private static final WireSetup SETUP =
            new WireSetup(CATALOG, EventCodec.standard().values());

    private static final ActorSystem<Object> SYSTEM = ActorSystem.create(
            Behaviors.ignore(),
            "wire",
            ActorSystemSetup.create(BootstrapSetup.create(NodeConfig.load(ConfigFactory.empty())), SETUP));
    private static final Serialization WIRE = SerializationExtension.get(SYSTEM.classicSystem());

    @AfterAll
    static void stop() {
        SYSTEM.terminate();
        SYSTEM.getWhenTerminated().toCompletableFuture().join();
    }

    static Stream<WireCatalog.Entry> messages() {
        return CATALOG.entries().stream();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyMessageArrivesAsItWasSent(WireCatalog.Entry entry) throws Exception {
        List<Object> samples = new Samples(SYSTEM).of(entry.type());
        for (Object sample : samples) {
            SerializerWithStringManifest serializer = (SerializerWithStringManifest) WIRE.findSerializerFor(sample);
            assertThat(serializer).isInstanceOf(WireSerializer.class);
            assertThat(serializer.manifest(sample)).isEqualTo(entry.name() + ":" + entry.version());

            byte[] bytes = serializer.toBinary(sample);

            assertThat(serializer.fromBinary(bytes, serializer.manifest(sample)))
                    .isEqualTo(sample);
            assertThat(new String(bytes, StandardCharsets.UTF_8)).doesNotContain("org.talkoot.");
        }
    }

    @Test
    void whatAMemberDoesNotKnowIsNotSent() throws Exception {
        WireCatalog.Entry entry = messages().findFirst().orElseThrow();
        Object sample = new Samples(SYSTEM).of(entry.type()).getFirst();
        SerializerWithStringManifest serializer = (SerializerWithStringManifest) WIRE.findSerializerFor(sample);
        SETUP.holdBack(Set.of(entry.name()));
        try {
            assertThatThrownBy(() -> serializer.manifest(sample))
                    .hasMessageContaining("waits until every member of the cluster knows it");
        } finally {
            SETUP.holdBack(Set.of());
        }
        assertThat(serializer.manifest(sample)).isNotBlank();
    }

    /** What an entity tells itself is private to it, or is here; its shard, which is on its node, tells it to leave. */
    @Test
    void everythingThatOthersTellAnEntityIsInTheCatalog() throws Exception {
        Class<?> root = Class.forName("org.talkoot.agents.entity.EntityMessage");
        assertThat(leaves(root)
                        .filter(type -> !Modifier.isPrivate(type.getModifiers()))
                        .filter(type -> CATALOG.of(type).isEmpty()))
                .extracting(Class::getSimpleName)
                .containsExactlyInAnyOrder("Leave", "Idle", "MayBeIdle", "TellAgain", "Due", "Decide");
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(WireTest::leaves)
                : Stream.of(type);
    }

    /** A node of another release says these names: none may vanish or mean something else. */
    @Test
    void noNameThatWasEverSpokenIsForgotten() {
        assertThat(messages().map(entry -> entry.name() + " " + entry.version()))
                .containsAll(lines("/wire-catalog.txt"));
    }

    private static List<String> lines(String resource) {
        try (var in = WireTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatANewerReleaseSaysIsRefusedInWords() {
        SerializerWithStringManifest serializer = (SerializerWithStringManifest) WIRE.findSerializerFor(
                new PostReply.Accepted(new MessageId("m"), RunId.of(new MessageId("m"), 1), false));
        byte[] empty = "{}".getBytes(StandardCharsets.UTF_8);
        for (String unknown :
                List.of("post.accepted:2", "post.vanished:1", "post.accepted", "", ":1", "post.accepted:0")) {
            assertThatThrownBy(() -> serializer.fromBinary(empty, unknown))
                    .as(unknown)
                    .isInstanceOf(NotSerializableException.class)
                    .hasMessageContaining("does not know");
        }
        assertThatThrownBy(() -> serializer.fromBinary("no json".getBytes(StandardCharsets.UTF_8), "post.accepted:1"))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining("cannot read");
    }

    /** Whoever passed it over would do half of what it was told. */
    @Test
    void aFieldThatTheVersionDoesNotHaveIsRefused() {
        SerializerWithStringManifest serializer = (SerializerWithStringManifest) WIRE.findSerializerFor(
                new PostReply.Accepted(new MessageId("m"), RunId.of(new MessageId("m"), 1), false));
        byte[] later = "{\"message\":\"m\",\"run\":\"m-1\",\"repeat\":false,\"since\":\"0.9\"}"
                .getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> serializer.fromBinary(later, "post.accepted:1"))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining("cannot read")
                .hasStackTraceContaining("since");
    }

    private record Smuggled(String what) implements Serializable {}

    @Test
    void nothingElseIsWritten() {
        assertThatThrownBy(() -> WIRE.serialize(new Smuggled("code")).get()).hasMessageContaining("Java serialization");
    }
}
