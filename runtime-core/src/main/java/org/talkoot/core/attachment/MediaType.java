package org.talkoot.core.attachment;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What kind of bytes these are.
 *
 * @param value type and subtype in lower case, without parameters, for example {@code image/png}
 */
public record MediaType(String value) {

    private static final Pattern FORM = Pattern.compile("[a-z]+/[a-z0-9][a-z0-9.+-]{0,63}");

    /** As models tell them apart. */
    public enum Kind {
        IMAGE,
        AUDIO,
        TEXT,
        PDF,
        OTHER
    }

    public MediaType {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("'%s' is no media type such as image/png"
                    .formatted(value.length() <= 80 ? value : value.substring(0, 80) + "..."));
        }
    }

    /**
     * As it stands in a header: in any case, with or without parameters.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static MediaType parse(String text) {
        int parameters = text.indexOf(';');
        String bare = parameters < 0 ? text : text.substring(0, parameters);
        return new MediaType(bare.strip().toLowerCase(Locale.ROOT));
    }

    public Kind kind() {
        String type = value.substring(0, value.indexOf('/'));
        return switch (type) {
            case "image" -> Kind.IMAGE;
            case "audio" -> Kind.AUDIO;
            case "text" -> Kind.TEXT;
            default ->
                switch (value) {
                    case "application/json" -> Kind.TEXT;
                    case "application/pdf" -> Kind.PDF;
                    default -> Kind.OTHER;
                };
        };
    }

    @Override
    public String toString() {
        return value;
    }
}
