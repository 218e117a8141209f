package org.talkoot.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What is said to an agent. Two with one key are one message, which is accepted and answered once: whoever may die
 * between sending and hearing keeps the key, and sends it again.
 *
 * @param agent who is to answer; otherwise whoever has the conversation
 * @param attachments what belongs to the text, as {@link TalkootClient#attach} gives them
 * @param attributes what is to be known of the conversation from this message on, beside what is known already
 * @param key 1 to 256 characters; known to the node for the last 256 messages of a conversation
 */
public record Message(
        String text, Optional<String> agent, List<Attachment> attachments, Map<String, String> attributes, String key) {

    public Message {
        attachments = List.copyOf(attachments);
        attributes = Map.copyOf(attributes);
    }

    /** With a key of its own, which makes it safe to repeat for this process. */
    public static Message of(String text) {
        return new Message(
                text, Optional.empty(), List.of(), Map.of(), UUID.randomUUID().toString());
    }

    /** To this agent. */
    public Message to(String name) {
        return new Message(text, Optional.of(name), attachments, attributes, key);
    }

    /** With these. */
    public Message attaching(Attachment... all) {
        return new Message(text, agent, List.of(all), attributes, key);
    }

    /** It brings these attributes, such as a customer's number. */
    public Message knowing(Map<String, String> attributes) {
        return new Message(text, agent, attachments, attributes, key);
    }

    public Message withKey(String own) {
        return new Message(text, agent, attachments, attributes, own);
    }

    /**
     * A picture, a recording or a file that belongs to a message or an answer; {@link TalkootClient#attachment} has its
     * bytes.
     *
     * @param id SHA-256 of the bytes in hexadecimal digits
     * @param type as the node has found it, such as {@code image/png}
     * @param bytes how many
     */
    public record Attachment(String id, String type, long bytes, Optional<String> name) {

        static Attachment of(JsonNode json) {
            return new Attachment(
                    json.path("id").asText(),
                    json.path("type").asText(),
                    json.path("bytes").asLong(),
                    Optional.ofNullable(json.path("name").textValue()));
        }

        static List<Attachment> all(JsonNode json) {
            List<Attachment> all = new ArrayList<>();
            json.forEach(one -> all.add(of(one)));
            return all;
        }

        ObjectNode json() {
            ObjectNode json = Json.object().put("id", id);
            name.ifPresent(label -> json.put("name", label));
            return json;
        }
    }
}
