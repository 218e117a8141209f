package org.talkoot.core.schema;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How records of a class are taken apart and put together. Found out once: each look at a class makes everything anew.
 */
final class RecordParts {

    private static final ClassValue<RecordParts> KNOWN = new ClassValue<>() {
        @Override
        protected RecordParts computeValue(Class<?> type) {
            return new RecordParts(type);
        }
    };

    private final List<Part> parts;
    private final Constructor<?> constructor;

    /**
     * A component.
     *
     * @param type of what may be missing, if it is optional
     */
    record Part(String name, boolean optional, Type type, Method accessor) {

        private static Part of(RecordComponent component) {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            boolean optional = component.getType() == Optional.class;
            Type type = component.getGenericType();
            return new Part(component.getName(), optional, optional ? ValueReader.argument(type, 0) : type, accessor);
        }

        @Nullable
        Object in(Record whole) {
            try {
                return accessor.invoke(whole);
            } catch (InvocationTargetException | IllegalAccessException e) {
                throw new IllegalStateException("%s cannot be read".formatted(accessor), e);
            }
        }
    }

    private RecordParts(Class<?> type) {
        List<Part> all = new ArrayList<>();
        List<Class<?>> types = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            all.add(Part.of(component));
            types.add(component.getType());
        }
        parts = List.copyOf(all);
        try {
            constructor = type.getDeclaredConstructor(types.toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("a record without its constructor: " + type, e);
        }
        constructor.setAccessible(true);
    }

    static RecordParts of(Class<?> type) {
        return KNOWN.get(type);
    }

    /** In the order in which they are declared. */
    List<Part> parts() {
        return parts;
    }

    /** @throws InvocationTargetException what its constructor has thrown */
    Object whole(@Nullable Object[] values) throws InvocationTargetException {
        try {
            return constructor.newInstance(values);
        } catch (InstantiationException | IllegalAccessException e) {
            throw new IllegalStateException("%s cannot be made".formatted(constructor), e);
        }
    }
}
