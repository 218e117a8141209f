package org.talkoot.persistence.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.collection.PersistentVector;

/** Reads a persistent vector from a JSON array of whatever it holds. */
@SuppressWarnings("rawtypes") // Jackson knows the element type, the compiler cannot
final class VectorReader extends JsonDeserializer<PersistentVector> implements ContextualDeserializer {

    private final @Nullable JsonDeserializer<Object> elements;

    VectorReader(@Nullable JsonDeserializer<Object> elements) {
        this.elements = elements;
    }

    @Override
    public JsonDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property)
            throws JsonMappingException {
        JavaType element = context.getContextualType().containedTypeOrUnknown(0);
        JavaType list = context.getTypeFactory().constructCollectionType(ArrayList.class, element);
        return new VectorReader(context.findContextualValueDeserializer(list, property));
    }

    @Override
    public PersistentVector deserialize(JsonParser json, DeserializationContext context) throws IOException {
        if (elements == null) {
            throw new IllegalStateException("used without knowing what it holds");
        }
        return PersistentVector.copyOf((List<?>) elements.deserialize(json, context));
    }
}
