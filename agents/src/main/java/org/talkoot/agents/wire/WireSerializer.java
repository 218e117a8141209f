package org.talkoot.agents.wire;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.NotSerializableException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.jspecify.annotations.Nullable;

/**
 * The one serializer of messages between nodes. What the catalog does not name, or names in an older version than what
 * came, and what has a field that its version does not have, is refused: Pekko drops the message and says so, and
 * whoever sent it asks again or repeats it. So is what a member of the cluster would not know
 * ({@link WireSetup#holdBack}), before it is sent.
 */
/* Pekko builds every serializer when the system starts, before anybody needs one, and before actors can
 * be resolved: what it works with is made at first use. */
public final class WireSerializer extends SerializerWithStringManifest {

    /** Stands on the wire beside each message: never to be changed. Pekko keeps 0 to 40 for itself. */
    private static final int IDENTIFIER = 7406;

    private record Format(WireCatalog.Entry entry, ObjectWriter writer, ObjectReader reader) {}

    private record Formats(WireSetup setup, Map<Class<?>, Format> byType, Map<String, Format> byName) {}

    private final ExtendedActorSystem system;
    private volatile @Nullable Formats formats;

    /** By Pekko. */
    public WireSerializer(ExtendedActorSystem system) {
        this.system = system;
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        WireCatalog.Entry entry = format(message.getClass()).entry();
        if (formats().setup().isHeldBack(entry.name())) {
            throw new IllegalArgumentException(
                    "'%s' waits until every member of the cluster knows it".formatted(entry.manifest()));
        }
        return entry.manifest();
    }

    @Override
    public byte[] toBinary(Object message) {
        try {
            return format(message.getClass()).writer().writeValueAsBytes(message);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "cannot write " + message.getClass().getName(), e);
        }
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        int colon = manifest.lastIndexOf(':');
        Format format = colon < 0 ? null : formats().byName().get(manifest.substring(0, colon));
        if (format == null || !isReadable(manifest.substring(colon + 1), format.entry())) {
            throw new NotSerializableException("this release does not know the message '" + manifest + "'");
        }
        try {
            return format.reader().readValue(bytes);
        } catch (IOException e) {
            NotSerializableException refused = new NotSerializableException("cannot read '" + manifest + "'");
            refused.initCause(e);
            throw refused;
        }
    }

    private static boolean isReadable(String version, WireCatalog.Entry entry) {
        return version.matches("[1-9][0-9]{0,5}") && Integer.parseInt(version) <= entry.version();
    }

    private Format format(Class<?> type) {
        Format format = formats().byType().get(type);
        if (format == null) {
            throw new IllegalArgumentException("not a message between nodes: " + type.getName());
        }
        return format;
    }

    private Formats formats() {
        Formats known = formats;
        if (known == null) {
            known = made();
            formats = known;
        }
        return known;
    }

    private Formats made() {
        WireSetup setup = system.settings().setup().get(WireSetup.class).orElseThrow((Supplier<IllegalStateException>)
                () -> new IllegalStateException("the actor system was created without a WireSetup"));
        JsonMapper mapper =
                WireMapper.of(setup.values(), setup.catalog(), ActorRefResolver.get(Adapter.toTyped(system)));
        Map<Class<?>, Format> byType = new HashMap<>();
        Map<String, Format> byName = new HashMap<>();
        for (WireCatalog.Entry entry : setup.catalog().entries()) {
            Format format = new Format(
                    entry,
                    mapper.writerFor(entry.type()),
                    mapper.readerFor(entry.type()).with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES));
            byType.put(entry.type(), format);
            byName.put(entry.name(), format);
        }
        return new Formats(setup, Map.copyOf(byType), Map.copyOf(byName));
    }
}
