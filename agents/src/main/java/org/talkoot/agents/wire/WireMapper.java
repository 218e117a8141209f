package org.talkoot.agents.wire;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;

/**
 * How messages are written: as the core's values are, with the variants of the catalog, and actors by their address.
 */
final class WireMapper {

    private WireMapper() {}

    static JsonMapper of(JsonMapper values, WireCatalog catalog, ActorRefResolver actors) {
        JsonMapper.Builder builder = values.rebuild().addModule(new Actors(actors));
        catalog.families().forEach((root, variants) -> {
            builder.addMixIn(root, Variants.class);
            variants.forEach(v -> builder.registerSubtypes(new NamedType(v.type(), v.name())));
        });
        return builder.build();
    }

    /** Which variant a value is, stands in its property {@code type}. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    private interface Variants {}

    /** To whom a reply goes: an address in the cluster. */
    private static final class Actors extends SimpleModule {

        private static final long serialVersionUID = 1L;

        Actors(ActorRefResolver actors) {
            super("talkoot-actors");
            addSerializer(ActorRef.class, new Address(actors));
            addDeserializer(ActorRef.class, new AtAddress(actors));
        }
    }

    @SuppressWarnings("rawtypes") // what an actor understands is not known to Jackson
    private static final class Address extends StdSerializer<ActorRef> {

        private static final long serialVersionUID = 1L;

        private final transient ActorRefResolver actors;

        Address(ActorRefResolver actors) {
            super(ActorRef.class);
            this.actors = actors;
        }

        @Override
        public void serialize(ActorRef actor, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(actors.toSerializationFormat((ActorRef<?>) actor));
        }
    }

    @SuppressWarnings("rawtypes")
    private static final class AtAddress extends StdDeserializer<ActorRef> {

        private static final long serialVersionUID = 1L;

        private final transient ActorRefResolver actors;

        AtAddress(ActorRefResolver actors) {
            super(ActorRef.class);
            this.actors = actors;
        }

        @Override
        public ActorRef deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return actors.resolveActorRef(json.getText());
        }
    }
}
