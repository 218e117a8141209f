package org.talkoot.gateway.http.shown;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.talkoot.core.attachment.Attachment;
import org.talkoot.gateway.http.exchange.Json;

/** Attachments as they are shown. */
public final class AttachmentJson {

    private AttachmentJson() {}

    public static ObjectNode of(Attachment attachment) {
        ObjectNode json = Json.object()
                .put("id", attachment.id().value())
                .put("type", attachment.type().value())
                .put("bytes", attachment.bytes());
        if (attachment.name() != null) {
            json.put("name", attachment.name());
        }
        return json;
    }

    /** Puts them into a message, where there are any. */
    public static void put(ObjectNode message, List<Attachment> attachments) {
        if (!attachments.isEmpty()) {
            ArrayNode all = message.putArray("attachments");
            attachments.forEach(attachment -> all.add(of(attachment)));
        }
    }
}
