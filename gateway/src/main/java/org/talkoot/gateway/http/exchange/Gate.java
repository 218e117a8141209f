package org.talkoot.gateway.http.exchange;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.RemoteAddress;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;
import org.talkoot.core.Caller;
import org.talkoot.gateway.identity.AccessRequest;
import org.talkoot.gateway.identity.Authentication;
import org.talkoot.gateway.identity.Authenticator;

/** What a request passes before a route sees it that is about anybody's data: an authenticator says who calls. */
public final class Gate extends AllDirectives {

    private static final String CHALLENGE = "WWW-Authenticate";

    private final Authenticator authenticator;
    private final RequestHandling exchange;

    public Gate(Authenticator authenticator, RequestHandling exchange) {
        this.authenticator = authenticator;
        this.exchange = exchange;
    }

    /** These routes, for those who are known; they find who it is by {@link Access#of}. */
    public Route before(Route inner) {
        return authenticator.knowsNobody()
                ? extractRequest(request -> passed(authenticator.authenticate(seen(request)), request, inner))
                : extractRequest(request -> onSuccess(
                        () -> exchange.onThread(() -> authenticator.authenticate(seen(request))),
                        found -> passed(found, request, inner)));
    }

    private Route passed(Authentication found, HttpRequest request, Route inner) {
        return switch (found) {
            case Authentication.Known(Caller caller, var until) -> {
                boolean admin = authenticator.knowsNobody() || caller.hasRole(Caller.ADMIN);
                yield mapRequest(new Access(caller, until, admin)::on, () -> inner);
            }
            case Authentication.Missing no ->
                refused(request, unauthorized("Say who you are in the header Authorization."), Optional.of(""));
            case Authentication.Invalid(String reason) ->
                refused(request, unauthorized(reason), Optional.of(", error=\"invalid_token\""));
            case Authentication.Forbidden(String reason) ->
                refused(request, Problem.of(403, "forbidden", "You may not come in here", reason), Optional.empty());
            case Authentication.Unavailable(String reason) ->
                refused(request, Problem.unavailable(reason), Optional.empty());
        };
    }

    private Route refused(HttpRequest request, Problem problem, Optional<String> challenge) {
        HttpResponse plain = Responses.problem(problem, request.getUri().path());
        HttpResponse response = challenge
                .map(more -> plain.addHeader(RawHeader.create(CHALLENGE, authenticator.challenge() + more)))
                .orElse(plain);
        return completeWithFuture(exchange.bodies().discard(request).thenApply(done -> response));
    }

    private static Problem unauthorized(String detail) {
        return Problem.of(401, "unauthorized", "It is not known who calls", detail);
    }

    /** The token of a browser's WebSocket stands where all others do. */
    private static AccessRequest seen(HttpRequest request) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (HttpHeader header : request.getHeaders()) {
            headers.computeIfAbsent(header.lowercaseName(), name -> new ArrayList<>(1))
                    .add(header.value());
        }
        for (String token : SocketProtocol.tokens(request)) {
            headers.computeIfAbsent("authorization", name -> new ArrayList<>(1)).add("Bearer " + token);
        }
        return new AccessRequest(
                request.method().value(),
                request.getUri().path(),
                headers,
                request.getAttribute(AttributeKeys.remoteAddress).flatMap(RemoteAddress::getAddress));
    }
}
