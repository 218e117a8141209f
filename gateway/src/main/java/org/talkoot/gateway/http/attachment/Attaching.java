package org.talkoot.gateway.http.attachment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.talkoot.core.Rejection;
import org.talkoot.core.TenantId;
import org.talkoot.core.attachment.Attachment;
import org.talkoot.core.attachment.AttachmentId;
import org.talkoot.core.attachment.AttachmentStore;
import org.talkoot.core.conversation.ConversationCommand.PostMessage;
import org.talkoot.gateway.http.exchange.Problem;
import org.talkoot.gateway.http.exchange.ProblemException;
import org.talkoot.gateway.http.exchange.RequestHandling;
import org.talkoot.gateway.http.exchange.Requests;

/** Messages that refer to attachments: what they refer to has to be there, in the tenant of who says so. */
public final class Attaching {

    private static final String FIELD = "attachments";

    private final AttachmentStore store;
    private final RequestHandling exchange;

    public Attaching(AttachmentStore store, RequestHandling exchange) {
        this.store = store;
        this.exchange = exchange;
    }

    /** Whether it refers to something. */
    public static boolean isAny(ObjectNode body) {
        return !body.path(FIELD).isEmpty();
    }

    /** What somebody says; a picture alone says something. */
    public static String text(ObjectNode body) {
        return isAny(body) ? Requests.optionalText(body, "text").orElse("") : Requests.text(body, "text");
    }

    /** The message with what its body says belongs to it; that is kept until the message is in the journal. */
    public CompletionStage<PostMessage> attached(TenantId tenant, PostMessage message, ObjectNode body) {
        List<Named> named = named(body);
        return named.isEmpty()
                ? CompletableFuture.completedFuture(message)
                : exchange.onThread(() -> attached(tenant, message, named));
    }

    /** The same of what a body names; blocks its caller. */
    public PostMessage attached(TenantId tenant, PostMessage message, List<Named> named) {
        return named.isEmpty() ? message : message.attaching(held(tenant, named));
    }

    /** An attachment as a body refers to it; nobody has looked whether it is there. */
    public record Named(AttachmentId id, Optional<String> name) {}

    private List<Attachment> held(TenantId tenant, List<Named> named) {
        List<Optional<Attachment>> known =
                store.of(tenant).hold(named.stream().map(Named::id).toList());
        List<Attachment> held = new ArrayList<>();
        for (int i = 0; i < named.size(); i++) {
            Named one = named.get(i);
            Attachment attachment = known.get(i)
                    .orElseThrow(() -> new ProblemException(
                            Problem.of(new Rejection.UnknownAttachment(one.id().value()))));
            held.add(Requests.id(
                    one.name().orElse(""),
                    "attachment-name",
                    name -> name.isEmpty() ? attachment : attachment.named(name)));
        }
        return held;
    }

    /** What a body refers to; empty: nothing. */
    public static List<Named> named(ObjectNode body) {
        JsonNode field = body.path(FIELD);
        if (field.isMissingNode() || field.isNull()) {
            return List.of();
        }
        if (!field.isArray()) {
            throw malformed();
        }
        if (field.size() > Attachment.MOST) {
            throw new ProblemException(Problem.of(new Rejection.TooManyAttachments(field.size(), Attachment.MOST)));
        }
        List<Named> named = new ArrayList<>();
        for (JsonNode one : field) {
            named.add(named(one));
        }
        return named;
    }

    private static Named named(JsonNode one) {
        if (one.isTextual()) {
            return new Named(id(one.asText()), Optional.empty());
        }
        if (one instanceof ObjectNode object) {
            return new Named(id(Requests.text(object, "id")), Requests.optionalText(object, "name"));
        }
        throw malformed();
    }

    private static AttachmentId id(String text) {
        return AttachmentId.parse(text)
                .orElseThrow(() -> new ProblemException(Problem.badRequest(
                        "bad-attachment-id", "An attachment is named by 64 hexadecimal digits in lower case.")));
    }

    private static ProblemException malformed() {
        return new ProblemException(Problem.badRequest(
                "bad-attachments",
                "The field 'attachments' is a list of ids, or of objects with an 'id' and perhaps a 'name'."));
    }
}
