package org.talkoot.gateway.identity;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What an authenticator sees of a request; the same for HTTP, live feeds and WebSockets. The body is no part of it, and
 * neither is the query: nothing in them says who calls.
 *
 * @param headers by their names in lower case, each with all its values in order
 * @param from who the connection comes from, where that is known: often a proxy
 */
public record AccessRequest(String method, String path, Map<String, List<String>> headers, Optional<InetAddress> from) {

    /** The values of a header, whatever the case of its name. */
    public List<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }
}
