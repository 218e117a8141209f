package org.talkoot.gateway.identity;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The token of a request, where RFC 6750 has it by default: in one {@code Authorization} header, and nowhere else. */
final class BearerToken {

    private static final Pattern BEARER = Pattern.compile("(?i:bearer) +([A-Za-z0-9._~+/-]+=*)");

    private BearerToken() {}

    /** What becomes of the request by its token, if it has exactly one. */
    static Authentication of(AccessRequest request, Function<String, Authentication> known) {
        List<String> given = request.header("authorization");
        if (given.isEmpty()) {
            return new Authentication.Missing();
        }
        if (given.size() > 1) {
            return new Authentication.Invalid("there is more than one Authorization header");
        }
        Matcher matcher = BEARER.matcher(given.getFirst());
        return matcher.matches()
                ? known.apply(matcher.group(1))
                : new Authentication.Invalid("the Authorization header is not 'Bearer' and a token");
    }
}
