package org.talkoot.gateway.http.exchange;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.ws.WebSocketUpgrade;

/**
 * The protocol of a WebSocket, by which a browser says who calls. It can send no header of its own with one, only names
 * of protocols, so one of these may be {@value #BEARER} and the token in base64url without padding. No page has the
 * token that was not given it, as with the header. It is never the protocol that is chosen: that is {@value #NAME},
 * which a browser has to offer too.
 */
public final class SocketProtocol {

    /** What is spoken. */
    public static final String NAME = "talkoot.v1";

    private static final String BEARER = "talkoot.bearer.";

    /** What no token can be. */
    private static final String UNREADABLE = "";

    private SocketProtocol() {}

    /** The tokens that come with the names of protocols: one, if all is well, and none without a WebSocket. */
    static List<String> tokens(HttpRequest request) {
        return request.getAttribute(AttributeKeys.webSocketUpgrade)
                .map(upgrade -> offered(upgrade).stream()
                        .filter(name -> name.startsWith(BEARER))
                        .map(name -> decoded(name.substring(BEARER.length())))
                        .toList())
                .orElse(List.of());
    }

    /** Whether the client offers the protocol by its name, and so wants it to be chosen. */
    public static boolean isOffered(WebSocketUpgrade upgrade) {
        return offered(upgrade).contains(NAME);
    }

    private static List<String> offered(WebSocketUpgrade upgrade) {
        return StreamSupport.stream(upgrade.getRequestedProtocols().spliterator(), false)
                .toList();
    }

    private static String decoded(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return UNREADABLE;
        }
    }
}
