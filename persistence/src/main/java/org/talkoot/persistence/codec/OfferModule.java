package org.talkoot.persistence.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.talkoot.core.agent.Offer;

/**
 * How an {@link Offer} is written: by reference where the attribute {@link #CONTENTS} holds a list to which its content
 * is added, in full where there is none. Read back in either form.
 */
final class OfferModule extends SimpleModule {

    /** A {@code List<Content>}: what was referred to, or what may be. */
    static final Object CONTENTS = "talkoot.contents";

    private static final long serialVersionUID = 1L;

    /** @param plain writes and reads an offer in full */
    OfferModule(JsonMapper plain) {
        super("talkoot-offers");
        addSerializer(Offer.class, new Writer(plain));
        addDeserializer(Offer.class, new Reader(plain));
    }

    private static final class Writer extends StdSerializer<Offer> {

        private static final long serialVersionUID = 1L;

        private final transient JsonMapper plain;

        Writer(JsonMapper plain) {
            super(Offer.class);
            this.plain = plain;
        }

        @Override
        @SuppressWarnings("unchecked") // set by the codec, nobody else
        public void serialize(Offer offer, JsonGenerator json, SerializerProvider provider) throws IOException {
            Object contents = provider.getAttribute(CONTENTS);
            if (contents == null) {
                json.writeTree(plain.<JsonNode>valueToTree(offer));
                return;
            }
            Content content = Content.of(plain.writeValueAsBytes(offer));
            ((List<Content>) contents).add(content);
            json.writeStartObject();
            json.writeStringField(Content.REFERENCE, content.hash());
            json.writeEndObject();
        }
    }

    private static final class Reader extends StdDeserializer<Offer> {

        private static final long serialVersionUID = 1L;

        private final transient ObjectReader plain;

        Reader(JsonMapper plain) {
            super(Offer.class);
            this.plain = plain.readerFor(Offer.class).with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        }

        @Override
        public Offer deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JsonNode node = context.readTree(parser);
            JsonNode reference = node.get(Content.REFERENCE);
            return reference == null
                    ? plain.<Offer>readValue(node)
                    : (Offer) resolved(reference.asText(), context).value(this::full);
        }

        private static Content resolved(String hash, DeserializationContext context) {
            if (context.getAttribute(CONTENTS) instanceof List<?> contents) {
                for (Object each : contents) {
                    if (each instanceof Content content && content.hash().equals(hash)) {
                        return content;
                    }
                }
            }
            return Content.known(hash).orElseThrow(() -> JournalException.missingContent(hash));
        }

        private Object full(byte[] json) {
            try {
                return plain.readValue(json);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
