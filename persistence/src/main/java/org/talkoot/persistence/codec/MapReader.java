package org.talkoot.persistence.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.collection.PersistentMap;

/** Reads a persistent map from a JSON object of whatever it holds. */
@SuppressWarnings({"rawtypes", "unchecked"}) // Jackson knows the types of what it holds, the compiler cannot
final class MapReader extends JsonDeserializer<PersistentMap> implements ContextualDeserializer {

    private final @Nullable JsonDeserializer<Object> entries;

    MapReader(@Nullable JsonDeserializer<Object> entries) {
        this.entries = entries;
    }

    @Override
    public JsonDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property)
            throws JsonMappingException {
        JavaType type = context.getContextualType();
        JavaType map = context.getTypeFactory()
                .constructMapType(LinkedHashMap.class, type.containedType(0), type.containedType(1));
        return new MapReader(context.findContextualValueDeserializer(map, property));
    }

    @Override
    public PersistentMap deserialize(JsonParser json, DeserializationContext context) throws IOException {
        if (entries == null) {
            throw new IllegalStateException("used without knowing what it holds");
        }
        PersistentMap read = PersistentMap.empty();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) entries.deserialize(json, context)).entrySet()) {
            read = read.with((Comparable) entry.getKey(), entry.getValue());
        }
        return read;
    }
}
