package org.talkoot.gateway.bus.wire;

import org.talkoot.core.ConversationId;
import org.talkoot.core.event.AgentEvent;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The {@code source} of a CloudEvent, which must be a URI reference. An agent's name alone would
 * mean another place for each tenant that uses it, so it becomes the path of the agent; whatever
 * else can be a URI reference stays as it is.
 */
final class AgentPath {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");
    private static final String UNRESERVED = "-._~/";

    private AgentPath() {}

    static String of(AgentEvent event) {
        String source = event.address().source();
        return NAME.matcher(source).matches()
                ? before(event.subject()) + source + after(event.subject())
                : reference(source);
    }

    /** The name that {@link #of} made a path of; any other source is its own name. */
    static String name(String source, ConversationId subject) {
        String before = before(subject);
        String after = after(subject);
        if (!source.startsWith(before)
                || !source.endsWith(after)
                || source.length() <= before.length() + after.length()) {
            return source;
        }
        String name = source.substring(before.length(), source.length() - after.length());
        return NAME.matcher(name).matches() ? name : source;
    }

    private static String before(ConversationId subject) {
        return "/tenants/" + subject.tenant().value() + "/agents/";
    }

    private static String after(ConversationId subject) {
        return "/" + subject.key();
    }

    private static String reference(String text) {
        return isReference(text) ? text : encoded(text);
    }

    static boolean isReference(String text) {
        try {
            return !text.isEmpty() && new URI(text).toASCIIString().equals(text);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String encoded(String text) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
            out.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        return out.isEmpty() ? "/" : out.toString();
    }
}
