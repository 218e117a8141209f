package org.talkoot.persistence.codec;

import com.fasterxml.jackson.databind.deser.std.StdDelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdDelegatingSerializer;
import com.fasterxml.jackson.databind.util.StdConverter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.DeadLetterId;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.TenantId;
import org.talkoot.core.attachment.AttachmentId;
import org.talkoot.core.attachment.MediaType;
import org.talkoot.core.budget.RunLimits;
import org.talkoot.core.collection.PersistentMap;
import org.talkoot.core.collection.PersistentVector;
import org.talkoot.core.event.Attributes;
import org.talkoot.core.memory.Subject;
import org.talkoot.core.model.ModelName;

/**
 * How Jackson sees the core's types, which know nothing of Jackson: identities are plain text, attributes an object of
 * strings.
 */
final class CoreModule extends SimpleModule {

    private static final long serialVersionUID = 1L;

    CoreModule() {
        super("talkoot-core");
        text(TenantId.class, TenantId::value, TenantId::new);
        text(AgentType.class, AgentType::value, AgentType::new);
        text(CallId.class, CallId::value, CallId::new);
        text(IdempotencyKey.class, IdempotencyKey::value, IdempotencyKey::new);
        text(MessageId.class, MessageId::value, MessageId::new);
        text(AttachmentId.class, AttachmentId::value, AttachmentId::new);
        text(MediaType.class, MediaType::value, MediaType::new);
        text(RunId.class, RunId::value, RunId::parse);
        text(DeadLetterId.class, DeadLetterId::value, DeadLetterId::new);
        text(ModelName.class, ModelName::value, ModelName::new);
        text(Subject.class, Subject::value, Subject::new);
        text(ConversationId.class, ConversationId::toString, ConversationId::parse);
        text(AgentId.class, AgentId::toString, AgentId::parse);
        text(Instant.class, Instant::toString, Instant::parse);
        text(RunLimits.Limit.class, CoreModule::kebab, CoreModule::limit);
        addSerializer(new StdDelegatingSerializer(Attributes.class, new Values()));
        addDeserializer(Attributes.class, new StdDelegatingDeserializer<>(new OfValues()));
        addAbstractTypeMapping(SequencedMap.class, LinkedHashMap.class);
        addDeserializer(PersistentVector.class, new VectorReader(null));
        addDeserializer(PersistentMap.class, new MapReader(null));
    }

    private static final class Values extends StdConverter<Attributes, Map<String, String>> {
        @Override
        public Map<String, String> convert(Attributes attributes) {
            return attributes.values();
        }
    }

    private static final class OfValues extends StdConverter<Map<String, String>, Attributes> {
        @Override
        public Attributes convert(Map<String, String> values) {
            return new Attributes(values);
        }
    }

    private <T> void text(Class<T> type, Function<T, String> write, Function<String, T> read) {
        addSerializer(type, new TextWriter<>(type, write));
        addKeySerializer(type, new TextWriter.Key<>(type, write));
        addDeserializer(type, new TextReader<>(type, read));
        addKeyDeserializer(type, new TextReader.Key(read));
    }

    private static String kebab(RunLimits.Limit limit) {
        return limit.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static RunLimits.Limit limit(String text) {
        return RunLimits.Limit.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
