package org.talkoot.bridges.wire;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;
import org.talkoot.bridges.wire.json.Percent;
import org.talkoot.core.ConversationId;
import org.talkoot.core.event.AgentEvent;

/**
 * The {@code source} of a CloudEvent, which must be a URI reference. An agent's name alone would mean the same in every
 * conversation, so it becomes the path of the agent there. What is a URI reference stays as it is, and anything else is
 * wrapped in a URN.
 */
final class AgentPath {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");
    private static final String OTHER = "urn:talkoot:source:";

    private AgentPath() {}

    static String of(AgentEvent event) {
        String source = event.address().source();
        return NAME.matcher(source).matches()
                ? before(event.subject()) + source + after(event.subject())
                : isReference(source) ? source : OTHER + Percent.encode(source);
    }

    /** What {@link #of} was made of; the source of a stranger is its own name. */
    static String name(String source, ConversationId subject) {
        if (source.startsWith(OTHER)) {
            return Percent.decode(source.substring(OTHER.length()));
        }
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

    static boolean isReference(String text) {
        try {
            return !text.isEmpty() && new URI(text).toASCIIString().equals(text);
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
