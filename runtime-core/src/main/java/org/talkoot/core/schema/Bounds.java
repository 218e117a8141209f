package org.talkoot.core.schema;

import java.lang.reflect.AnnotatedElement;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** What the annotations of a type say of its values; one that makes no sense there is refused. */
record Bounds(
        @Nullable Within within,
        @Nullable Size size,
        @Nullable Matching matching,
        String where) {

    Bounds(AnnotatedElement type, String where) {
        this(
                type.getAnnotation(Within.class),
                type.getAnnotation(Size.class),
                type.getAnnotation(Matching.class),
                where);
    }

    Schema text() {
        requireNoNumber();
        return new Schema.Text(extent(), pattern());
    }

    Schema number(boolean whole) {
        requireNoText();
        requireNoSize();
        if (within == null) {
            return new Schema.Numeric(whole, null, null);
        }
        if (!(within.min() <= within.max())) {
            throw NoSchemaException.impossible(
                    where, "Within", "min %s is above max %s".formatted(within.min(), within.max()));
        }
        return new Schema.Numeric(whole, bound(within.min()), bound(within.max()));
    }

    Schema items(Schema each, boolean distinct) {
        requireNoNumber();
        requireNoText();
        return new Schema.Items(each, extent(), distinct);
    }

    Schema table(Schema each) {
        requireNoNumber();
        requireNoText();
        return new Schema.Table(each, extent());
    }

    void requireNone() {
        requireNoNumber();
        requireNoText();
        requireNoSize();
    }

    private void requireNoNumber() {
        if (within != null) {
            throw NoSchemaException.bound(where, "Within", "numbers");
        }
    }

    private void requireNoText() {
        if (matching != null) {
            throw NoSchemaException.bound(where, "Matching", "String");
        }
    }

    private void requireNoSize() {
        if (size != null) {
            throw NoSchemaException.bound(where, "Size", "String, lists and maps");
        }
    }

    private Schema.Extent extent() {
        if (size == null) {
            return Schema.Extent.ANY;
        }
        if (size.min() < 0 || size.min() > size.max()) {
            throw NoSchemaException.impossible(where, "Size", "min %d, max %d".formatted(size.min(), size.max()));
        }
        return new Schema.Extent(size.min(), size.max());
    }

    private @Nullable String pattern() {
        if (matching == null) {
            return null;
        }
        try {
            return Pattern.compile(matching.value()).pattern();
        } catch (PatternSyntaxException e) {
            throw NoSchemaException.impossible(where, "Matching", e.getDescription());
        }
    }

    private static @Nullable BigDecimal bound(double value) {
        if (Double.isInfinite(value)) {
            return null;
        }
        BigDecimal exact = BigDecimal.valueOf(value);
        return exact.stripTrailingZeros().scale() <= 0 ? exact.setScale(0) : exact;
    }
}
