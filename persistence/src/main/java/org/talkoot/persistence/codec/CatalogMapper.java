package org.talkoot.persistence.codec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.RunFailure;

/** Builds the one mapper of this module: snake_case, nothing absent, variants by catalog name. */
final class CatalogMapper {

    private CatalogMapper() {}

    static JsonMapper of(Catalog catalog) {
        JsonMapper.Builder builder = JsonMapper.builder()
                .addModule(new Jdk8Module())
                .addModule(new JavaTimeModule())
                .addModule(new CoreModule())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .addMixIn(RunFailure.UnknownAgent.class, AgentNamed.class);
        catalog.families().forEach((root, variants) -> {
            builder.addMixIn(root, Variants.class);
            variants.forEach(v -> builder.registerSubtypes(new NamedType(v.type(), v.name())));
        });
        JsonMapper mapper = builder.build();
        mapper.getFactory().setStreamReadConstraints(limits());
        return mapper;
    }

    /** A snapshot may be far larger than Jackson's default for one string; its size is ours. */
    private static StreamReadConstraints limits() {
        return StreamReadConstraints.builder().maxStringLength(100_000_000).build();
    }

    /** Which variant a value is, stands in its property {@code type}. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    private interface Variants {}

    /** Its own {@code type} would be taken for the name of the variant. */
    private abstract static class AgentNamed {
        @JsonProperty("agent")
        abstract AgentType type();
    }
}
