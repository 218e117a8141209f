package org.talkoot.bridges.nats.settings;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.talkoot.bridges.wire.NameToken;

/**
 * A subject whose tokens say something: {@code agents.{agent}.events}, {@code conversations.{conversation}.messages}.
 * What stands in a token is written as {@link NameToken} does; a token of a sender who does not know that is taken as
 * it is.
 */
public record SubjectTemplate(String text) {

    public static final String AGENT = "{agent}";
    public static final String CONVERSATION = "{conversation}";

    private static final Set<String> KNOWN = Set.of(AGENT, CONVERSATION);
    private static final Pattern TOKEN = Pattern.compile("[^\\s.*>{}]+");
    private static final String DOT = "\\.";

    public SubjectTemplate {
        for (String token : text.split(DOT, -1)) {
            if (!KNOWN.contains(token)
                    && !token.equals("*")
                    && !TOKEN.matcher(token).matches()) {
                throw new IllegalArgumentException(
                        "talkoot.nats: a subject has tokens with dots between, %s or %s among them, not '%s'"
                                .formatted(AGENT, CONVERSATION, text));
            }
        }
    }

    /** What to subscribe to. */
    public String wildcard() {
        return text.replace(AGENT, "*").replace(CONVERSATION, "*");
    }

    public boolean matches(String subject) {
        String[] expected = text.split(DOT, -1);
        String[] found = subject.split(DOT, -1);
        if (expected.length != found.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            boolean any = KNOWN.contains(expected[i]) || expected[i].equals("*");
            if (!any && !expected[i].equals(found[i])) {
                return false;
            }
        }
        return true;
    }

    /** What a subject that matches says in the place of this name. */
    public Optional<String> value(String name, String subject) {
        String[] expected = text.split(DOT, -1);
        String[] found = subject.split(DOT, -1);
        for (int i = 0; i < Math.min(expected.length, found.length); i++) {
            if (expected[i].equals(name)) {
                return Optional.of(decoded(found[i]));
            }
        }
        return Optional.empty();
    }

    private static String decoded(String token) {
        try {
            return NameToken.text(token);
        } catch (IllegalArgumentException ofAStranger) {
            return token;
        }
    }
}
