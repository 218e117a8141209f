package org.talkoot.persistence.codec;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.Caller;
import org.talkoot.core.ConversationId;
import org.talkoot.core.DeadLetterId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.TenantId;
import org.talkoot.core.approval.ApprovalTerms;
import org.talkoot.core.attachment.Attachment;
import org.talkoot.core.attachment.AttachmentId;
import org.talkoot.core.attachment.MediaType;
import org.talkoot.core.budget.Budget;
import org.talkoot.core.collection.PersistentMap;
import org.talkoot.core.collection.PersistentVector;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.event.Attributes;
import org.talkoot.core.event.EventType;
import org.talkoot.core.event.Trace;
import org.talkoot.core.model.Example;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelParameters;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.ToolInput;
import org.talkoot.core.tool.ToolPolicy;
import org.talkoot.core.tool.ToolSpec;
import org.talkoot.core.tool.remote.RemoteTerms;

/** Makes any value that the core's records and sealed types allow, the same for the same seed. */
public final class RandomValues {

    private static final List<String> TEXTS =
            List.of("", "hello", "ä\"\\\n\u0000 \uD83D\uDE80", "{\"city\":\"Madrid\"}", "x".repeat(300));

    private final Random random;

    public RandomValues(long seed) {
        this.random = new Random(seed);
    }

    public <T> T any(Class<T> type) {
        return type.cast(value(type));
    }

    private @Nullable Object component(RecordComponent component) {
        AnnotatedType type = component.getAnnotatedType();
        boolean nullable = type.isAnnotationPresent(Nullable.class);
        return nullable && random.nextBoolean() ? null : value(component.getGenericType());
    }

    private Object value(Type type) {
        if (type instanceof ParameterizedType generic) {
            return container((Class<?>) generic.getRawType(), generic.getActualTypeArguments());
        }
        return plain((Class<?>) type);
    }

    private Object container(Class<?> raw, Type[] arguments) {
        if (raw == Optional.class) {
            return random.nextBoolean() ? Optional.of(value(arguments[0])) : Optional.empty();
        }
        if (raw == List.class) {
            return List.copyOf(list(arguments[0], 3));
        }
        if (raw == PersistentVector.class) {
            return PersistentVector.copyOf(list(arguments[0], random.nextInt(10) == 0 ? 70 : 3));
        }
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            map.put(value(arguments[0]), value(arguments[1]));
        }
        if (raw == PersistentMap.class) {
            PersistentMap<CallId, Object> calls = PersistentMap.empty();
            for (Map.Entry<Object, Object> entry : map.entrySet()) {
                calls = calls.with((CallId) entry.getKey(), entry.getValue());
            }
            return calls;
        }
        return raw == SequencedMap.class ? map : Map.copyOf(map);
    }

    private List<Object> list(Type element, int bound) {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(bound + 1); i > 0; i--) {
            list.add(value(element));
        }
        return list;
    }

    private Object plain(Class<?> type) {
        if (type == RunId.class) {
            return run();
        }
        if (type.isSealed()) {
            Class<?>[] permitted = type.getPermittedSubclasses();
            return plain(permitted[random.nextInt(permitted.length)]);
        }
        if (type.isEnum()) {
            Object[] constants = type.getEnumConstants();
            return constants[random.nextInt(constants.length)];
        }
        if (type == AgentId.class) {
            AgentId agent = new AgentId(any(TenantId.class), any(AgentType.class), "k:" + random.nextInt(99));
            return random.nextBoolean() ? agent : agent.colleague(any(AgentType.class), "n" + random.nextInt(99));
        }
        if (type == ConversationId.class) {
            return new ConversationId(any(TenantId.class), "k:" + random.nextInt(99));
        }
        if (type == Trace.class) {
            return new Trace(
                    "c" + random.nextInt(99),
                    "e" + random.nextInt(99),
                    random.nextInt(9),
                    random.nextBoolean() ? caller() : null,
                    random.nextBoolean() ? any(Attributes.class) : null);
        }
        if (type == Budget.class) {
            return new Budget(random.nextInt(9_999), random.nextBoolean() ? Long.MAX_VALUE : random.nextInt(9_999));
        }
        if (type == Attributes.class) {
            return new Attributes(Map.of("a" + random.nextInt(9), any(String.class)));
        }
        if (type == Attributes.Change.class) {
            return new Attributes.Change(Map.of("a" + random.nextInt(9), any(String.class)), List.of("b"));
        }
        if (type == Caller.class) {
            return caller();
        }
        if (type == EventType.class) {
            return new EventType("order.paid-" + random.nextInt(99), 1 + random.nextInt(9));
        }
        if (type == ToolSpec.class) {
            return new ToolSpec(
                    "tool_" + random.nextInt(99),
                    any(String.class),
                    any(ToolInput.class),
                    any(SideEffect.class),
                    any(ToolPolicy.class));
        }
        if (type == ToolPolicy.class) {
            return new ToolPolicy(
                    Duration.ofMillis(1 + random.nextInt(99)),
                    1 + random.nextInt(9),
                    1 + random.nextInt(9),
                    1 + random.nextInt(9));
        }
        if (type == Example.class) {
            return Example.of("ask" + random.nextInt(9), "answer").using("look", any(String.class), any(String.class));
        }
        if (type == ModelParameters.class) {
            return ModelParameters.NONE
                    .withTemperature(random.nextDouble())
                    .withStop("x" + random.nextInt(9))
                    .withSeed(random.nextInt())
                    .withToolUse(any(ModelParameters.ToolUse.class))
                    .withCache();
        }
        if (type == Attachment.class) {
            byte[] bytes = new byte[1 + random.nextInt(9)];
            random.nextBytes(bytes);
            String name = random.nextBoolean() ? null : "file " + random.nextInt(9);
            return new Attachment(AttachmentId.of(bytes), new MediaType("image/png"), bytes.length, name);
        }
        if (type == ApprovalTerms.class) {
            return approval();
        }
        if (type == RemoteTerms.class) {
            ToolPolicy policy = any(ToolPolicy.class);
            return new RemoteTerms(any(SideEffect.class), policy, policy.timeout());
        }
        if (type == AgentEvent.class) {
            return event();
        }
        return type.isRecord() ? record(type) : scalar(type);
    }

    private ApprovalTerms approval() {
        ApprovalTerms terms = ApprovalTerms.within(Duration.ofMinutes(1 + random.nextInt(99)))
                .withApprovals(1 + random.nextInt(3))
                .byRoles("r" + random.nextInt(9), "board")
                .byUsers("u" + random.nextInt(9));
        return random.nextBoolean()
                ? terms
                : terms.byRequesterToo()
                        .reminding(Duration.ofMinutes(1 + random.nextInt(9)))
                        .escalating(Duration.ofMinutes(1 + random.nextInt(9)), "r" + random.nextInt(9));
    }

    private RunId run() {
        return switch (random.nextInt(4)) {
            case 0 -> RunId.of(any(MessageId.class), 1 + random.nextInt(9));
            case 1 -> RunId.triggered(random.nextInt(99), any(AgentType.class));
            case 2 -> RunId.requested(random.nextInt(99), any(AgentType.class)).redriven(1 + random.nextInt(9));
            default -> RunId.delegated(run(), CallId.of(random.nextInt(99)));
        };
    }

    private Caller caller() {
        return Caller.of(any(TenantId.class), "u" + random.nextInt(99), "clerk", "r" + random.nextInt(9))
                .with("k" + random.nextInt(9), any(String.class));
    }

    private AgentEvent event() {
        return new AgentEvent(
                "e" + random.nextInt(99),
                any(EventType.class),
                any(Instant.class),
                any(AgentEvent.Address.class),
                any(ConversationId.class),
                any(Trace.class),
                "{\"order\":7}",
                Map.of("k", any(String.class)));
    }

    private Object scalar(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "String" -> TEXTS.get(random.nextInt(TEXTS.size()));
            case "int", "Integer" -> random.nextInt();
            case "long" -> random.nextLong();
            case "boolean" -> random.nextBoolean();
            case "Instant" -> Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
            case "Duration" -> Duration.ofMillis(random.nextInt(1_000_000));
            default -> throw new IllegalArgumentException("cannot make a " + type);
        };
    }

    private Object record(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        if (isIdentity(type)) {
            return construct(type, new Object[] {"n" + random.nextInt(99)});
        }
        return construct(type, Arrays.stream(components).map(this::component).toArray());
    }

    private static boolean isIdentity(Class<?> type) {
        boolean core = type.getPackageName().equals("org.talkoot.core");
        return (core || type == ModelName.class || type == DeadLetterId.class)
                && type.getRecordComponents().length == 1;
    }

    private static Object construct(Class<?> type, Object[] arguments) {
        try {
            Class<?>[] types = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type, e);
        }
    }
}
