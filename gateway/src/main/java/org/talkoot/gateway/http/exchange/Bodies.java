package org.talkoot.gateway.http.exchange;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.http.javadsl.model.ws.BinaryMessage;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** Reads bodies of requests and messages of WebSockets, bounded while they stream in. */
public final class Bodies {

    /** What is read and thrown away of a body that is too large, so that the client hears why. */
    private static final long MAX_DRAINED = 64L << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ActorSystem<?> system;
    private final long bound;
    private final HeldBytes held;

    public Bodies(ActorSystem<?> system, long bound, HeldBytes held) {
        this.system = system;
        this.bound = bound;
        this.held = held;
    }

    /** Uses the body of a request of one of these media types; it counts as held until then. */
    public <T> CompletionStage<T> use(
            HttpRequest request, Set<String> types, Function<byte[], CompletionStage<T>> user) {
        String type = request.entity().getContentType().mediaType().toString();
        IncomingBody body = new IncomingBody(bound, held);
        if (!types.contains(type)) {
            body.refuse(Problem.unsupportedMediaType(type));
        }
        return use(request, body, user);
    }

    /** Uses the body of a request of any media type; it counts as held until then. */
    public <T> CompletionStage<T> use(HttpRequest request, Function<byte[], CompletionStage<T>> user) {
        return use(request, new IncomingBody(bound, held), user);
    }

    private <T> CompletionStage<T> use(
            HttpRequest request, IncomingBody body, Function<byte[], CompletionStage<T>> user) {
        RequestEntity entity = request.entity();
        if (entity.getContentLengthOption().orElse(0) > bound) {
            body.refuse(Problem.tooLarge(bound));
        }
        return use(body, entity.withSizeLimit(MAX_DRAINED).getDataBytes(), user);
    }

    /** Uses a message of a WebSocket. */
    public <T> CompletionStage<T> use(TextMessage message, Function<byte[], CompletionStage<T>> user) {
        Source<ByteString, ?> pieces = message.isStrict()
                ? Source.single(ByteString.fromString(message.getStrictText()))
                : message.getStreamedText().map(ByteString::fromString);
        return use(new IncomingBody(bound, held), pieces, user);
    }

    /** Reads a body that nobody wants, so that its sender can finish and hears the answer. */
    public CompletionStage<?> discard(HttpRequest request) {
        return request.entity().isStrict()
                ? CompletableFuture.completedFuture(Done.getInstance())
                : drain(request.entity().withSizeLimit(MAX_DRAINED).getDataBytes());
    }

    public CompletionStage<?> discard(BinaryMessage message) {
        return message.isStrict()
                ? CompletableFuture.completedFuture(Done.getInstance())
                : drain(message.getStreamedData());
    }

    private CompletionStage<?> drain(Source<ByteString, ?> pieces) {
        return pieces.completionTimeout(PATIENCE).runWith(Sink.ignore(), system).exceptionally(e -> Done.getInstance());
    }

    private <T> CompletionStage<T> use(
            IncomingBody body, Source<ByteString, ?> pieces, Function<byte[], CompletionStage<T>> user) {
        return pieces.completionTimeout(PATIENCE)
                .runForeach(body::add, system)
                .handle((done, e) -> e == null ? body.bytes() : broken(e))
                .thenCompose(user)
                .whenComplete((done, e) -> body.close());
    }

    private byte[] broken(Throwable thrown) {
        Throwable e = thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        throw new ProblemException(
                switch (e) {
                    case TimeoutException late ->
                        Problem.of(
                                408,
                                "body-too-slow",
                                "The body came too slowly",
                                "A body has to be complete within %d seconds.".formatted(PATIENCE.toSeconds()));
                    case org.apache.pekko.http.scaladsl.model.EntityStreamSizeException large ->
                        Problem.tooLarge(bound);
                    case Throwable cut -> Problem.badRequest("broken-body", "The body could not be read.");
                });
    }

    /** Of something that went wrong before a body was asked for. */
    public static <T> CompletionStage<T> failed(Problem problem) {
        return CompletableFuture.failedFuture(new ProblemException(problem));
    }
}
