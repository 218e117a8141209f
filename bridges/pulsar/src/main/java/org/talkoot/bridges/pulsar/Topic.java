package org.talkoot.bridges.pulsar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;

/**
 * The name of a topic, in full: {@code persistent://tenant/namespace/name}.
 *
 * @param name what follows the namespace
 */
record Topic(String tenant, String namespace, String name) {

    private static final String SCHEME = "persistent://";

    Topic {
        if (tenant.isBlank() || namespace.isBlank() || name.isBlank()) {
            throw new IllegalArgumentException(
                    "a topic needs tenant, namespace and name, not '%s/%s/%s'".formatted(tenant, namespace, name));
        }
    }

    /**
     * As settings and routes name it: in full, or the name alone.
     *
     * @param namespace {@code tenant/namespace} of those that are not named in full
     */
    static Topic of(String namespace, String text) {
        String[] parts =
                (text.startsWith(SCHEME) ? text.substring(SCHEME.length()) : namespace + '/' + text).split("/", 3);
        if (parts.length < 3) {
            throw new IllegalArgumentException(
                    "a topic is a name, or persistent://TENANT/NAMESPACE/NAME, not '%s'".formatted(text));
        }
        return new Topic(parts[0], parts[1], parts[2]);
    }

    /** Where the broker's HTTP interface has it. */
    String path() {
        return "/admin/v2/persistent/%s/%s/%s".formatted(tenant, namespace, URLEncoder.encode(name, UTF_8));
    }

    @Override
    public String toString() {
        return SCHEME + tenant + '/' + namespace + '/' + name;
    }
}
