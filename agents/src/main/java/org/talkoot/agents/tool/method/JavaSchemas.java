package org.talkoot.agents.tool.method;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.introspect.AnnotatedField;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.model.output.structured.Description;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.talkoot.agents.tool.Arguments;
import org.talkoot.core.json.Json;
import org.talkoot.core.schema.Meaning;
import org.talkoot.core.schema.Schema;
import org.talkoot.core.schema.SchemaDerivation;
import org.talkoot.core.schema.SchemaText;

/**
 * The JSON schema of a method's parameters, by the core's derivation as far as that goes. What is made of others is
 * read through the mapper that binds it later, so that what is advertised is what is taken.
 */
final class JavaSchemas {

    private static final Schema DECIMAL = asText("number", "^-?[0-9]+(\\.[0-9]+)?$");
    private static final Schema INTEGER = asText("integer", "^-?[0-9]+$");

    private final SchemaDerivation derivation = new SchemaDerivation();
    private final String where;

    private JavaSchemas(Method method) {
        this.where = method.getName();
    }

    /**
     * The schema of the JSON object that a call of this method carries.
     *
     * @throws org.talkoot.core.schema.NoSchemaException when no schema can say it
     */
    static String of(Method method) {
        JavaSchemas schemas = new JavaSchemas(method);
        Schema root = schemas.parameters(method);
        return SchemaText.of(root, schemas.derivation.definitions()).write();
    }

    private Schema parameters(Method method) {
        List<Schema.Property> properties = new ArrayList<>();
        for (Parameter parameter : method.getParameters()) {
            if (MethodArguments.isInjected(parameter)) {
                continue;
            }
            P described = parameter.getAnnotation(P.class);
            JavaType type = Arguments.JSON.constructType(parameter.getParameterizedType());
            properties.add(new Schema.Property(
                    MethodArguments.name(parameter),
                    described == null ? "" : described.value(),
                    schema(type, parameter.getAnnotatedType()),
                    parameter.getType() != Optional.class && (described == null || described.required())));
        }
        return new Schema.Shape("", properties);
    }

    /** @param bounds has the annotations of the type, where they are known */
    private Schema schema(JavaType type, AnnotatedElement bounds) {
        Class<?> raw = type.getRawClass();
        if (raw == BigDecimal.class) {
            return DECIMAL;
        }
        if (raw == BigInteger.class) {
            return INTEGER;
        }
        if (raw == Number.class) {
            return new Schema.Numeric(false, null, null);
        }
        if (raw == char.class || raw == Character.class) {
            return Schema.Text.ANY;
        }
        return SchemaDerivation.leaf(raw, bounds, where).orElseGet(() -> composed(type, raw, bounds));
    }

    private Schema composed(JavaType type, Class<?> raw, AnnotatedElement bounds) {
        if (raw == Optional.class) {
            JavaType each = type.containedTypeOrUnknown(0);
            return schema(each, argument(bounds, 0, each));
        }
        if (type.isArrayType() || type.isCollectionLikeType()) {
            JavaType each = type.getContentType();
            return SchemaDerivation.items(bounds, schema(each, argument(bounds, 0, each)), false, where);
        }
        if (type.isMapLikeType()) {
            JavaType each = type.getContentType();
            return new Schema.Table(schema(each, argument(bounds, 1, each)), Schema.Extent.ANY);
        }
        return derivation.defined(raw, () -> properties(type));
    }

    private Schema properties(JavaType type) {
        BeanDescription bean = Arguments.JSON.getDeserializationConfig().introspect(type);
        List<Schema.Property> properties = new ArrayList<>();
        for (BeanPropertyDefinition property : bean.findProperties()) {
            if (property.couldDeserialize()) {
                JavaType of = property.getPrimaryType();
                @Nullable Field field = field(type.getRawClass(), property);
                properties.add(new Schema.Property(
                        property.getName(),
                        field == null ? "" : meaning(field),
                        schema(of, field == null ? of.getRawClass() : field.getAnnotatedType()),
                        of.isPrimitive() || property.isRequired()));
            }
        }
        Meaning meaning = type.getRawClass().getAnnotation(Meaning.class);
        return new Schema.Shape(meaning == null ? "" : meaning.value(), properties);
    }

    /** Jackson does not name those of records. */
    private static @Nullable Field field(Class<?> type, BeanPropertyDefinition property) {
        AnnotatedField known = property.getField();
        if (known != null) {
            return known.getAnnotated();
        }
        return Arrays.stream(type.getDeclaredFields())
                .filter(field -> field.getName().equals(property.getInternalName()))
                .findFirst()
                .orElse(null);
    }

    /** LangChain4j's word for it, or ours. */
    private static String meaning(Field field) {
        Description said = field.getAnnotation(Description.class);
        if (said != null) {
            return String.join(" ", said.value());
        }
        Meaning own = field.getAnnotation(Meaning.class);
        return own == null ? "" : own.value();
    }

    /** What is annotated in {@code List<@Size(min = 1) String>}; a type without annotations where nothing is known. */
    private static AnnotatedElement argument(AnnotatedElement of, int index, JavaType type) {
        return switch (of) {
            case AnnotatedParameterizedType generic
            when generic.getAnnotatedActualTypeArguments().length > index ->
                generic.getAnnotatedActualTypeArguments()[index];
            case AnnotatedArrayType array -> array.getAnnotatedGenericComponentType();
            case AnnotatedElement other -> type.getRawClass();
        };
    }

    /** A number is taken as well, for models that will not write text. */
    private static Schema asText(String what, String pattern) {
        return new Schema.Given((Json.Obj) Json.parse("""
                {"type":["string","%s"],"pattern":"%s","description":"%s as text, with all its digits"}""".formatted(what, pattern.replace("\\", "\\\\"), what)));
    }
}
