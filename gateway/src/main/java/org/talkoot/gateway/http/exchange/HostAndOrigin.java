package org.talkoot.gateway.http.exchange;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/**
 * Keeps web pages from elsewhere out, where a browser would let them in: by a name that its owner lets point to this
 * machine (DNS rebinding), and by what browsers send anywhere without asking (forms, WebSockets).
 *
 * @see <a href="docs/adr/0017-web-pages-from-elsewhere.md">ADR 0017</a>
 */
public final class HostAndOrigin {

    private static final String ANY = "*";

    /** No page is loaded from a number that its owner lets point here: numbers are not names. */
    private static final Pattern NUMERIC = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+]");

    private final Set<String> hosts;
    private final Set<String> origins;

    public HostAndOrigin(String boundTo, HttpSettings.Access access) {
        this.hosts = new HashSet<>(Set.of("localhost", boundTo.toLowerCase(Locale.ROOT)));
        access.hosts().forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
        this.origins = access.origins().stream().map(HostAndOrigin::normalised).collect(Collectors.toUnmodifiableSet());
    }

    /** Why this request is not let in; empty when it is. */
    public Optional<Problem> refusal(HttpRequest request) {
        String host = request.getUri().getHost().address().toLowerCase(Locale.ROOT);
        if (!answersTo(host)) {
            return Optional.of(hostNotAllowed(host));
        }
        Optional<String> origin = request.getHeader("Origin").map(HttpHeader::value);
        return origin.filter(from -> changesSomething(request) && !mayChange(from, request))
                .map(HostAndOrigin::originNotAllowed);
    }

    private boolean answersTo(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return NUMERIC.matcher(name).matches()
                || name.contains(":") // IPv6, as Pekko gives it
                || hosts.contains(name)
                || hosts.contains(ANY);
    }

    private static boolean changesSomething(HttpRequest request) {
        return switch (request.method().value()) {
            case "GET", "HEAD", "OPTIONS" -> request.getHeader("Upgrade").isPresent();
            default -> true;
        };
    }

    /** A page of this node comes from the very name and port that it asks. */
    private boolean mayChange(String origin, HttpRequest request) {
        String from = normalised(origin);
        String here = request.getHeader("Host").map(HttpHeader::value).orElse("");
        return origins.contains(from)
                || from.equals(normalised("http://" + here))
                || from.equals(normalised("https://" + here));
    }

    /** Lower case and with its port; what is no origin equals none. */
    private static String normalised(String origin) {
        try {
            URI uri = new URI(origin.toLowerCase(Locale.ROOT));
            if (uri.getHost() == null || uri.getScheme() == null) {
                return "";
            }
            int usual = uri.getScheme().equals("https") ? 443 : 80;
            int port = uri.getPort() < 0 ? usual : uri.getPort();
            return uri.getScheme() + "://" + uri.getHost() + ":" + port;
        } catch (URISyntaxException e) {
            return "";
        }
    }

    private static Problem hostNotAllowed(String host) {
        return Problem.of(
                421,
                "host-not-allowed",
                "This node is not called that",
                "It does not answer to '%s'; talkoot.http.allowed-hosts names what it answers to.".formatted(host));
    }

    private static Problem originNotAllowed(String origin) {
        return Problem.of(
                403,
                "origin-not-allowed",
                "This page may not do that",
                "Pages from '%s' may change nothing here; talkoot.http.allowed-origins names those".formatted(origin)
                        + " that may.");
    }
}
