package org.talkoot.bridges.wire;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.talkoot.bridges.wire.json.RawJson;
import org.talkoot.bridges.wire.json.Texts;
import org.talkoot.bridges.wire.json.Timestamps;
import org.talkoot.bridges.wire.json.UnreadableEventException;
import org.talkoot.core.ConversationId;
import org.talkoot.core.TenantId;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.event.AgentEvent.Address;
import org.talkoot.core.event.EventType;
import org.talkoot.core.event.Trace;

/**
 * What a message says, not yet believed. All forms become one of these, so that the rules about what may be missing and
 * what may not are in one place.
 *
 * @param labels what the sender calls a field
 */
record Draft(Function<Field, String> labels, Map<Field, String> fields, Map<String, String> metadata, RawJson payload) {

    /** Minor versions only add what readers may ignore. */
    private static final Pattern VERSION = Pattern.compile("([1-9][0-9]{0,8})(\\.[0-9]+){0,2}");

    private static final Pattern DEPTH = Pattern.compile("[0-9]{1,9}");

    /** With this target, if it names none. */
    Draft otherwiseFor(@Nullable String target) {
        String named = fields.get(Field.TARGET);
        if (target == null || (named != null && !named.isBlank())) {
            return this;
        }
        Map<Field, String> more = new EnumMap<>(Field.class);
        more.putAll(fields);
        more.put(Field.TARGET, target);
        return new Draft(labels, more, metadata, payload);
    }

    AgentEvent toEvent(EventReader.Defaults defaults, WireLimits limits, PayloadUpcasters known) {
        String id = required(Field.ID, AgentEvent.MAX_ID);
        EventType type = type();
        Trace trace = trace(id);
        RawJson.requireDepth(payload.depth(), limits.maxDepth());
        Metadata.requireModest(metadata);
        ConversationId subject = subject(defaults, trace.correlation());
        PayloadUpcasters.Upcast upcast = known.apply(type, payload.text());
        return new AgentEvent(
                id,
                upcast.type(),
                time(defaults.at()),
                address(defaults.source(), subject),
                subject,
                trace,
                upcast.payload(),
                metadata);
    }

    private EventType type() {
        String name = required(Field.TYPE, Integer.MAX_VALUE);
        String version = optional(Field.VERSION, Integer.MAX_VALUE);
        Matcher matcher = VERSION.matcher(version == null ? "1" : version);
        if (!matcher.matches()) {
            throw UnreadableEventException.poison("%s must be a version such as 1 or \"1.0\", but is %s"
                    .formatted(label(Field.VERSION), Texts.quoted(String.valueOf(version))));
        }
        int major = Integer.parseInt(matcher.group(1));
        return legal(Field.TYPE, () -> new EventType(name, major));
    }

    private Trace trace(String id) {
        String correlation = optional(Field.CORRELATION, Trace.MAX_ID);
        String causation = optional(Field.CAUSATION, Trace.MAX_ID);
        return new Trace(correlation == null ? id : correlation, causation == null ? id : causation, depth());
    }

    private int depth() {
        String text = optional(Field.DEPTH, Integer.MAX_VALUE);
        if (text == null) {
            return 0;
        }
        if (!DEPTH.matcher(text).matches()) {
            throw UnreadableEventException.poison(
                    "%s must be a whole number from 0, but is %s".formatted(label(Field.DEPTH), Texts.quoted(text)));
        }
        return Integer.parseInt(text);
    }

    private Instant time(Instant otherwise) {
        String text = optional(Field.TIME, Integer.MAX_VALUE);
        return text == null ? otherwise : Timestamps.parse(text, label(Field.TIME));
    }

    private Address address(String otherwise, ConversationId subject) {
        String source = optional(Field.SOURCE, Integer.MAX_VALUE);
        String target = optional(Field.TARGET, WireLimits.MAX_ADDRESS);
        String name = source == null ? "" : AgentPath.name(source, subject);
        Texts.require(name, label(Field.SOURCE), WireLimits.MAX_ADDRESS);
        return new Address(name.isBlank() ? otherwise : name, target);
    }

    private ConversationId subject(EventReader.Defaults defaults, String correlation) {
        String tenant = optional(Field.TENANT, Integer.MAX_VALUE);
        TenantId whose = tenant == null ? defaults.tenant() : legal(Field.TENANT, () -> new TenantId(tenant));
        return new ConversationKey(this, defaults.key(), correlation).resolve(whose);
    }

    private String required(Field field, int maxLength) {
        String value = optional(field, maxLength);
        if (value == null) {
            throw UnreadableEventException.poison(label(field) + " is missing");
        }
        return value;
    }

    /** Blank is absent: many senders write fields that they have nothing for. */
    @Nullable
    String optional(Field field, int maxLength) {
        String value = fields.get(field);
        return value == null || value.isBlank() ? null : Texts.require(value, label(field), maxLength);
    }

    String label(Field field) {
        return labels.apply(field);
    }

    /** The types of the core know their own rules; what they say is told with the field's name. */
    private <T> T legal(Field field, Supplier<T> value) {
        return legal(label(field), value);
    }

    static <T> T legal(String label, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw UnreadableEventException.poison(label + ": " + e.getMessage());
        }
    }
}
