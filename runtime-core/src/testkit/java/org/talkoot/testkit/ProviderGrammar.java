package org.talkoot.testkit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.talkoot.core.CallId;
import org.talkoot.core.model.Message;
import org.talkoot.core.tool.ToolCall;

/**
 * What a vendor accepts as the messages of one request; everything else it refuses with 400, and a conversation whose
 * history is such fails for good. Stricter than any single model in places where the vendor's own models differ.
 *
 * <p>Users and notes are the user's side on the wire, answers and calls the model's. Rules that an adapter keeps by
 * itself (Mistral's order of roles, who is merged with whom) are not rules here: those are checked on the wire, in the
 * tests of the adapters.
 */
public enum ProviderGrammar {

    /** Calls, then exactly their outputs, before anything else. */
    OPENAI(false, false),

    /** Also: the user begins. */
    ANTHROPIC(true, false),

    /** Also: calls stand right after the user or after outputs, never after an answer. */
    GEMINI(true, true);

    private final boolean userBegins;
    private final boolean callsAnswerSomebody;

    ProviderGrammar(boolean userBegins, boolean callsAnswerSomebody) {
        this.userBegins = userBegins;
        this.callsAnswerSomebody = callsAnswerSomebody;
    }

    /** Why a model of this vendor would not take these messages; empty: it would. */
    public List<String> violations(List<Message> shown) {
        return new Reading(this).read(shown);
    }

    /** Why one of the vendors would not take them, with its name. */
    public static List<String> violationsOfAny(List<Message> shown) {
        List<String> all = new ArrayList<>();
        for (ProviderGrammar grammar : values()) {
            grammar.violations(shown).forEach(why -> all.add(grammar + ": " + why));
        }
        return all;
    }

    /** One pass over the messages. */
    private static final class Reading {

        private final ProviderGrammar rules;
        private final List<String> violations = new ArrayList<>();
        private final Set<CallId> seen = new HashSet<>();
        private final Set<CallId> open = new LinkedHashSet<>();
        private Optional<Message> previous = Optional.empty();

        Reading(ProviderGrammar rules) {
            this.rules = rules;
        }

        List<String> read(List<Message> shown) {
            if (shown.isEmpty()) {
                return List.of("there are no messages");
            }
            for (int i = 0; i < shown.size(); i++) {
                read(i, shown.get(i));
            }
            if (!open.isEmpty()) {
                violations.add("calls " + open + " have no output at the end");
            }
            if (shown.getLast() instanceof Message.Assistant) {
                violations.add("the last message is an answer: nothing is asked");
            }
            return violations;
        }

        private void read(int at, Message message) {
            if (!(message instanceof Message.ToolOutput) && !open.isEmpty()) {
                violate(at, message, "comes before the outputs of " + open);
                open.clear();
            }
            switch (message) {
                case Message.User m -> {}
                case Message.Note m -> {}
                case Message.Assistant m -> modelSpeaks(at, m);
                case Message.ToolUse m -> calls(at, m);
                case Message.ToolOutput m -> output(at, m);
            }
            previous = Optional.of(message);
        }

        private void modelSpeaks(int at, Message message) {
            if (rules.userBegins && previous.isEmpty()) {
                violate(at, message, "is the first, which must be a user's");
            }
        }

        private void calls(int at, Message.ToolUse message) {
            modelSpeaks(at, message);
            if (message.calls().isEmpty()) {
                violate(at, message, "calls nothing");
            }
            if (rules.callsAnswerSomebody
                    && previous.filter(Message.Assistant.class::isInstance).isPresent()) {
                violate(at, message, "calls right after an answer");
            }
            for (ToolCall call : message.calls()) {
                if (!seen.add(call.id())) {
                    violate(at, message, "uses the call id " + call.id() + " again");
                }
                open.add(call.id());
            }
        }

        private void output(int at, Message.ToolOutput message) {
            if (!open.remove(message.call())) {
                violate(at, message, "is the output of no open call: " + message.call());
            }
        }

        private void violate(int at, Message message, String why) {
            violations.add("message %d (%s) %s".formatted(at, message.getClass().getSimpleName(), why));
        }
    }
}
