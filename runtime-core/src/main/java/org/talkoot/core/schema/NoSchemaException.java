package org.talkoot.core.schema;

import java.io.Serial;
import java.lang.reflect.Type;

/** A Java type cannot be said in a schema. Found where the type is named, when agents are built, never in a run. */
public final class NoSchemaException extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1;

    private NoSchemaException(String message) {
        super(message);
    }

    static NoSchemaException root(Class<?> type) {
        return new NoSchemaException(
                ("%s is not a record, nor a sealed interface of records: a value that stands for itself is an object,"
                                + " so put it into a record")
                        .formatted(type.getName()));
    }

    static NoSchemaException unknown(String where, Type type) {
        return new NoSchemaException(
                ("%s has the type %s, which no schema can say; there are records, sealed interfaces of them, enums,"
                                + " String, numbers, boolean, java.time, UUID, URI, Optional, List, Set and Map<String, ...>")
                        .formatted(where, type.getTypeName()));
    }

    static NoSchemaException key(String where, Type type) {
        return new NoSchemaException(
                "%s has the keys %s; keys of a map are String".formatted(where, type.getTypeName()));
    }

    static NoSchemaException bound(String where, String annotation, String fits) {
        return new NoSchemaException("%s has @%s, which is for %s".formatted(where, annotation, fits));
    }

    static NoSchemaException impossible(String where, String annotation, String why) {
        return new NoSchemaException("%s has @%s that nothing fits: %s".formatted(where, annotation, why));
    }

    static NoSchemaException discriminator(Class<?> variant) {
        return new NoSchemaException(
                "%s has a component '%s', which is how the variants of a sealed interface are told from each other: rename it"
                        .formatted(variant.getName(), Schema.OneOf.TYPE));
    }

    static NoSchemaException variant(Class<?> root, Class<?> variant) {
        return new NoSchemaException(
                "%s permits %s, which is neither a record nor sealed".formatted(root.getName(), variant.getName()));
    }

    static NoSchemaException sameName(Class<?> root, String name) {
        return new NoSchemaException(
                "%s has two types that are both named '%s': in JSON they cannot be told from each other"
                        .formatted(root.getName(), name));
    }

    static NoSchemaException generic(Class<?> type) {
        return new NoSchemaException("%s has type parameters: name a record that has none".formatted(type.getName()));
    }

    static NoSchemaException empty(Class<?> type) {
        return new NoSchemaException("the enum %s has no constants".formatted(type.getName()));
    }
}
