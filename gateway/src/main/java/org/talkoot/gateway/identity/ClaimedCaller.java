package org.talkoot.gateway.identity;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.Caller;
import org.talkoot.core.TenantId;

/**
 * The caller that a token is about whose signature is good. A token that does not say who, or whose, lets nobody in.
 */
record ClaimedCaller(JwtSettings.Claims names) {

    Authentication of(JWTClaimsSet claims, Optional<Instant> until) {
        Map<String, Object> all = claims.getClaims();
        if (!(find(all, names.user()) instanceof String user) || user.isBlank()) {
            return new Authentication.Forbidden("The token names no user in '%s'.".formatted(names.user()));
        }
        try {
            Caller caller = new Caller(tenant(all), user, roles(find(all, names.roles())), attributes(all));
            return new Authentication.Known(caller, until);
        } catch (IllegalArgumentException e) {
            return new Authentication.Forbidden("The token is about nobody who can come in: " + e.getMessage() + ".");
        }
    }

    private TenantId tenant(Map<String, Object> claims) {
        if (names.tenant().isEmpty()) {
            return names.only();
        }
        if (find(claims, names.tenant().get()) instanceof String tenant) {
            return new TenantId(tenant);
        }
        throw new IllegalArgumentException(
                "it names no tenant in '%s'".formatted(names.tenant().get()));
    }

    /** A list of texts, or one text with spaces, as issuers write scopes. */
    private static List<String> roles(@Nullable Object claim) {
        return switch (claim) {
            case null -> List.of();
            case String text ->
                Arrays.stream(text.split(" ")).filter(role -> !role.isEmpty()).toList();
            case List<?> some -> some.stream().map(ClaimedCaller::role).toList();
            default -> throw new IllegalArgumentException("its roles are no list of texts");
        };
    }

    private static String role(@Nullable Object one) {
        if (one instanceof String role) {
            return role;
        }
        throw new IllegalArgumentException("its roles are no list of texts");
    }

    private Map<String, String> attributes(Map<String, Object> claims) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String name : names.others()) {
            Object value = find(claims, name);
            if (value instanceof String || value instanceof Number || value instanceof Boolean) {
                attributes.put(name, value.toString());
            }
        }
        return attributes;
    }

    /** By its name, or by its way through objects: {@code realm_access.roles}. */
    private static @Nullable Object find(Map<?, ?> claims, String name) {
        Object here = claims.get(name);
        int dot = name.indexOf('.');
        return here == null && dot > 0 && claims.get(name.substring(0, dot)) instanceof Map<?, ?> inner
                ? find(inner, name.substring(dot + 1))
                : here;
    }
}
