package org.talkoot.gateway.http.attachment;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.TenantId;
import org.talkoot.core.attachment.Attachment;
import org.talkoot.core.attachment.AttachmentId;
import org.talkoot.core.attachment.AttachmentStore;
import org.talkoot.core.attachment.Attachments;
import org.talkoot.core.attachment.MediaType;
import org.talkoot.gateway.http.exchange.Access;
import org.talkoot.gateway.http.exchange.Bodies;
import org.talkoot.gateway.http.exchange.Problem;
import org.talkoot.gateway.http.exchange.ProblemException;
import org.talkoot.gateway.http.exchange.RequestHandling;
import org.talkoot.gateway.http.exchange.Requests;
import org.talkoot.gateway.http.exchange.Responses;
import org.talkoot.gateway.http.port.AwayCalls;
import org.talkoot.gateway.http.shown.AttachmentJson;

/** Uploads and downloads. What comes is held until it is whole, and kept only when it may be. */
public final class AttachmentRoutes extends AllDirectives {

    private static final String ALL = "/v1/attachments";
    private static final String ONE = "/v1/attachments/{id}";
    private static final String FOR_A_CALL = "/v1/tool-calls/attachments/{id}";

    /** Has what a worker was given with its call. */
    private static final String TOKEN = "Talkoot-Call-Token";

    /** Of a client that does not know what it sends. */
    private static final String WHATEVER = "application/octet-stream";

    private final AttachmentStore store;
    private final AwayCalls away;
    private final Bodies bodies;
    private final RequestHandling exchange;

    /** Uses bodies that are bounded as attachments are. */
    public AttachmentRoutes(AttachmentStore store, AwayCalls away, Bodies bodies, RequestHandling exchange) {
        this.store = store;
        this.away = away;
        this.bodies = bodies;
        this.exchange = exchange;
    }

    /** For the path below {@code /v1}. */
    public Route routes() {
        Route upload = exchange.posting(ALL, this::upload);
        return pathPrefix(
                "attachments",
                () -> concat(
                        pathEnd(() -> upload),
                        path(
                                PathMatchers.segment(),
                                id -> exchange.getting(
                                        ONE,
                                        request -> download(
                                                store.of(Access.of(request).tenant()), id, request)))));
    }

    /** The same for workers, whom no authenticator knows: they have the token of a call. Not behind the gate. */
    public Route forCalls() {
        return path(
                PathMatchers.segment("tool-calls")
                        .slash(PathMatchers.segment("attachments"))
                        .slash(PathMatchers.segment()),
                id -> exchange.getting(FOR_A_CALL, request -> download(store.of(ofCall(request)), id, request)));
    }

    private TenantId ofCall(HttpRequest request) {
        return request.getHeader(TOKEN)
                .flatMap(token -> away.tenantOf(token.value()))
                .orElseThrow(() -> new ProblemException(
                        Problem.notFound("The header '%s' has the token of no call that is away.".formatted(TOKEN))));
    }

    private CompletionStage<HttpResponse> upload(HttpRequest request) {
        Access access = Access.of(request);
        @Nullable MediaType declared = declared(request);
        @Nullable String name = request.getUri().query().get("name").orElse(null);
        return bodies.use(
                request,
                bytes -> exchange.onThread(() -> kept(store.of(access.tenant()).put(bytes, declared, name))));
    }

    private static @Nullable MediaType declared(HttpRequest request) {
        String said = request.entity().getContentType().mediaType().toString();
        return said.equals(WHATEVER) || request.entity().getContentType().equals(ContentTypes.NO_CONTENT_TYPE)
                ? null
                : Requests.id(said, "media-type", MediaType::parse);
    }

    private static HttpResponse kept(Attachments.Reply reply) {
        return switch (reply) {
            case Attachments.Reply.Kept kept -> Responses.json(201, AttachmentJson.of(kept.attachment()));
            case Attachments.Reply.Refused refused -> throw new ProblemException(problem(refused));
        };
    }

    private static Problem problem(Attachments.Reply.Refused refused) {
        String title = "That cannot be attached";
        return switch (refused.reason()) {
            case EMPTY -> Problem.of(422, "empty-attachment", title, refused.why());
            case TOO_LARGE -> Problem.of(413, "attachment-too-large", title, refused.why());
            case TYPE_NOT_TAKEN -> Problem.of(415, "attachment-type-not-taken", title, refused.why());
            case NOT_WHAT_IT_SAYS -> Problem.of(422, "attachment-is-not-what-it-says", title, refused.why());
            case BAD_NAME -> Problem.of(400, "bad-attachment-name", title, refused.why());
        };
    }

    /*
     * What people upload is never a page of this node's: browsers are not to guess at it, and nothing in it
     * may run. It may be erased, so whoever has kept it asks again whether it is still there.
     */
    private static HttpResponse download(Attachments attachments, String text, HttpRequest request) {
        Attachment attachment =
                AttachmentId.parse(text).flatMap(attachments::find).orElseThrow(() -> isNone(text));
        String tag = '"' + text + '"';
        List<HttpHeader> headers = List.of(
                RawHeader.create("ETag", tag),
                RawHeader.create("Cache-Control", "private, no-cache"),
                RawHeader.create("X-Content-Type-Options", "nosniff"),
                RawHeader.create("Content-Security-Policy", "sandbox; default-src 'none'"),
                RawHeader.create("Content-Disposition", shownAs(attachment)));
        HttpResponse response = HttpResponse.create().addHeaders(headers);
        Optional<String> known = request.getHeader("If-None-Match").map(HttpHeader::value);
        if (known.filter(tag::equals).isPresent()) {
            return response.withStatus(StatusCodes.NOT_MODIFIED);
        }
        byte[] bytes = attachments.read(attachment.id()).orElseThrow(() -> isNone(text));
        return response.withEntity(ContentTypes.parse(attachment.type().value()), bytes);
    }

    /** What is no id is the id of nothing. */
    private static ProblemException isNone(String text) {
        return new ProblemException(Problem.notFound("There is no attachment '" + text + "'."));
    }

    private static String shownAs(Attachment attachment) {
        return switch (attachment.type().kind()) {
            case IMAGE, AUDIO -> "inline";
            case TEXT, PDF, OTHER -> "attachment";
        };
    }
}
