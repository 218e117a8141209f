package org.talkoot.gateway.cluster;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.DeadLetterId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.TenantId;
import org.talkoot.core.attachment.Attachment;
import org.talkoot.core.attachment.AttachmentId;
import org.talkoot.core.attachment.MediaType;
import org.talkoot.core.event.Attributes;
import org.talkoot.core.event.EventType;
import org.talkoot.core.memory.Subject;
import org.talkoot.core.model.ModelName;

/**
 * Values of records, made from what their components are: of a sealed type one for each variant, so that every variant
 * of every component stands in one sample at least.
 */
final class Samples {

    private final Map<Class<?>, Object> leaves;

    Samples(ActorRef<?> actor) {
        ConversationId conversation = ConversationId.of("c1");
        this.leaves = Map.ofEntries(
                Map.entry(ActorRef.class, actor),
                Map.entry(String.class, "text \"with\" ünïcode\n"),
                Map.entry(int.class, 7),
                Map.entry(long.class, 1L << 40),
                Map.entry(boolean.class, true),
                Map.entry(Instant.class, Instant.parse("2026-03-01T10:00:00.123456Z")),
                Map.entry(Duration.class, Duration.ofMillis(1500)),
                Map.entry(ConversationId.class, conversation),
                Map.entry(AgentId.class, AgentId.in(conversation, new AgentType("clerk"))),
                Map.entry(AgentType.class, new AgentType("clerk")),
                Map.entry(CallId.class, CallId.of(3)),
                Map.entry(MessageId.class, new MessageId("m1")),
                Map.entry(RunId.class, RunId.of(new MessageId("m1"), 1)),
                Map.entry(TenantId.class, conversation.tenant()),
                Map.entry(DeadLetterId.class, new DeadLetterId("l1")),
                Map.entry(AttachmentId.class, AttachmentId.of(new byte[] {1})),
                Map.entry(
                        Attachment.class,
                        new Attachment(AttachmentId.of(new byte[] {1}), new MediaType("image/png"), 1, "kühl.png")),
                Map.entry(Attributes.class, new Attributes(Map.of("plan", "gold"))),
                Map.entry(
                        Attributes.Change.class, new Attributes.Change(Map.of("plan", "ünïcode"), List.of("campaign"))),
                Map.entry(ModelName.class, new ModelName("test/echo")),
                Map.entry(Subject.class, new Subject("lempi-väri")),
                Map.entry(EventType.class, new EventType("order.placed", 1)));
    }

    List<Object> of(Class<?> type) {
        Object leaf = leaves.get(type);
        if (leaf != null) {
            return List.of(leaf);
        }
        if (type.isEnum()) {
            return List.of(type.getEnumConstants());
        }
        if (type.isSealed()) {
            return Arrays.stream(type.getPermittedSubclasses())
                    .flatMap(variant -> of(variant).stream())
                    .toList();
        }
        if (type.isRecord()) {
            return records(type);
        }
        throw new IllegalArgumentException("no sample of " + type);
    }

    /** As many as the component with the most samples has; the others repeat theirs. */
    private List<Object> records(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        List<List<Object>> values = new ArrayList<>();
        for (RecordComponent component : components) {
            values.add(of(component.getGenericType()));
        }
        int most = values.stream().mapToInt(List::size).max().orElse(1);
        List<Object> samples = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            int n = i;
            samples.add(make(
                    type,
                    components,
                    values.stream().map(v -> v.get(n % v.size())).toArray()));
        }
        return samples;
    }

    private List<Object> of(Type type) {
        if (type instanceof Class<?> plain) {
            return of(plain);
        }
        ParameterizedType generic = (ParameterizedType) type;
        Class<?> raw = (Class<?>) generic.getRawType();
        if (raw == ActorRef.class) {
            return of(raw);
        }
        Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
        if (raw == List.class) {
            return List.of(List.copyOf(of(last)), List.of());
        }
        if (raw == Map.class) {
            return List.of(Map.of("key", of(last).getFirst()), Map.of());
        }
        if (raw == Optional.class) {
            return List.of(Optional.of(of(last).getFirst()), Optional.empty());
        }
        throw new IllegalArgumentException("no sample of " + type);
    }

    private static Object make(Class<?> type, RecordComponent[] components, Object[] values) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no sample of " + type, e);
        }
    }
}
