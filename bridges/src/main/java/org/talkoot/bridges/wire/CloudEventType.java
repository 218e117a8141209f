package org.talkoot.bridges.wire;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.talkoot.core.event.EventType;

/**
 * The {@code type} of a CloudEvent: the name and the major version in one word. Names of the runtime's own events mean
 * something only together with the runtime, so they get its domain in front; names of applications are expected to be
 * theirs.
 */
record CloudEventType(String name, String version) {

    private static final String DOMAIN = "org.talkoot.";
    private static final List<String> OWN = List.of("conversation.", "run.", "dead-letter.", "inbox.");
    private static final Pattern VERSIONED = Pattern.compile("(.+)\\.v([1-9][0-9]{0,8})");

    static String of(EventType type) {
        return isOwn(type.name()) ? DOMAIN + type : type.toString();
    }

    /** What {@link #of} says, and the types of strangers: without a version they mean the first. */
    static CloudEventType parse(String text) {
        Matcher matcher = VERSIONED.matcher(text);
        String name = matcher.matches() ? matcher.group(1) : text;
        String version = matcher.matches() ? matcher.group(2) : "1";
        String bare = name.startsWith(DOMAIN) ? name.substring(DOMAIN.length()) : name;
        return new CloudEventType(isOwn(bare) ? bare : name, version);
    }

    static boolean isOwn(String name) {
        return OWN.stream().anyMatch(name::startsWith);
    }

    /** The {@code dataschema} of the runtime's own events: a name, not a place to look. */
    static String schema(String name, String version) {
        return "urn:talkoot:event:" + name + ":" + version;
    }
}
