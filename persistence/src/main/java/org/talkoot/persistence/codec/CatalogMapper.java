package org.talkoot.persistence.codec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.talkoot.core.AgentType;
import org.talkoot.core.Caller;
import org.talkoot.core.agent.Prompt;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.approval.OpenApproval;
import org.talkoot.core.attachment.Attachment;
import org.talkoot.core.conversation.ConversationCommand;
import org.talkoot.core.conversation.ConversationEvent;
import org.talkoot.core.deadletter.DeadLetter;
import org.talkoot.core.model.Example;
import org.talkoot.core.model.Message;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.run.state.Early;
import org.talkoot.core.run.state.Memory;
import org.talkoot.core.tool.ToolResult;

/** Builds the one mapper of this module: snake_case, nothing absent, variants by catalog name. */
final class CatalogMapper {

    /** A list or map that an older release did not write is empty. */
    private static final JsonSetter.Value EMPTY = JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);

    /** Words, with or without something that belongs to them. */
    private static final List<Class<?>> ATTACHING = List.of(
            ConversationCommand.PostMessage.class,
            ConversationEvent.MessagePosted.class,
            ConversationEvent.AnswerPosted.class,
            RunEvent.RunAnswered.class,
            RunOutcome.Answered.class,
            DeadLetter.FailedTurn.class,
            Message.User.class,
            Message.Assistant.class,
            ToolResult.Success.class);

    private CatalogMapper() {}

    static JsonMapper of(Catalog catalog) {
        JsonMapper.Builder builder = JsonMapper.builder()
                .addModule(new Jdk8Module())
                .addModule(new JavaTimeModule())
                .addModule(new CoreModule())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
                .withConfigOverride(List.class, list -> list.setSetterInfo(EMPTY))
                .withConfigOverride(Map.class, map -> map.setSetterInfo(EMPTY))
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .addMixIn(RunFailure.UnknownAgent.class, AgentNamed.class)
                .addMixIn(Prompt.class, MayShowNothing.class)
                .addMixIn(Memory.class, MayFillNothing.class)
                .addMixIn(Caller.class, FollowsFromTheRest.class)
                .addMixIn(OpenApproval.class, FollowsFromTheRest.class);
        ATTACHING.forEach(type -> builder.addMixIn(type, MayAttachNothing.class));
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

    /** Questions that a value answers about itself: journals of before have the answers, and nobody needs them. */
    @JsonIgnoreProperties({"anonymous", "last"})
    private interface FollowsFromTheRest {}

    /** Its own {@code type} would be taken for the name of the variant. */
    private abstract static class AgentNamed {
        @JsonProperty("agent")
        abstract AgentType type();
    }

    /** Written where there are some: recorded prompts have none. */
    private abstract static class MayShowNothing {
        @JsonProperty("examples")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        abstract List<Example> examples();
    }

    /** Written where there are some: most have none. */
    private abstract static class MayAttachNothing {
        @JsonProperty("attachments")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        abstract List<Attachment> attachments();
    }

    /** Written where there are some: recorded states have none. */
    private abstract static class MayFillNothing {
        @JsonProperty("values")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        abstract Map<Integer, SequencedMap<String, String>> values();

        @JsonProperty("early")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        abstract List<Early> early();
    }
}
