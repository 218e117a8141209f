package org.talkoot.client;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What is said to an agent. Two with one key are one message, which is accepted and answered once: whoever may die
 * between sending and hearing keeps the key, and sends it again.
 *
 * @param agent who is to answer; otherwise whoever has the conversation
 * @param attributes what is to be known of the conversation from this message on, beside what is known already
 * @param key 1 to 256 characters; known to the node for the last 256 messages of a conversation
 */
public record Message(String text, Optional<String> agent, Map<String, String> attributes, String key) {

    public Message {
        attributes = Map.copyOf(attributes);
    }

    /** With a key of its own, which makes it safe to repeat for this process. */
    public static Message of(String text) {
        return new Message(text, Optional.empty(), Map.of(), UUID.randomUUID().toString());
    }

    /** To this agent. */
    public Message to(String name) {
        return new Message(text, Optional.of(name), attributes, key);
    }

    /** It brings these attributes, such as a customer's number. */
    public Message knowing(Map<String, String> attributes) {
        return new Message(text, agent, attributes, key);
    }

    public Message withKey(String own) {
        return new Message(text, agent, attributes, own);
    }
}
