package org.talkoot.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.talkoot.client.Message.Attachment;

/**
 * How a turn ended well.
 *
 * @param text what was said; of an answer that is a value, its JSON
 * @param data the answer as a value, where the agent answers with one
 * @param model the model that replied last; empty when code alone has answered
 * @param attachments what belongs to the text
 */
public record Answer(
        String text,
        Optional<JsonNode> data,
        String agent,
        String run,
        Optional<String> model,
        List<Attachment> attachments) {

    public Answer {
        attachments = List.copyOf(attachments);
    }

    /**
     * The answer as a record: {@code Optional} components, {@code java.time} and sealed interfaces of records (told
     * apart by {@code "type"}) are read as the agent wrote them. What the record does not know is left out, so that an
     * agent may say more than this program has learnt.
     *
     * @throws TalkootException.Unreadable when the agent answered in prose, or with something else
     */
    public <T> T as(Class<T> type) {
        JsonNode value = data.orElseThrow(
                () -> new TalkootException.Unreadable("%s answered in prose, not with data".formatted(agent)));
        return Json.read(value, type);
    }
}
