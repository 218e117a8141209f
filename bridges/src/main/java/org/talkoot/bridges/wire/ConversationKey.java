package org.talkoot.bridges.wire;

import com.fasterxml.jackson.core.JsonToken;
import org.jspecify.annotations.Nullable;
import org.talkoot.bridges.wire.json.RawJson;
import org.talkoot.bridges.wire.json.RawObject;
import org.talkoot.bridges.wire.json.Texts;
import org.talkoot.core.ConversationId;
import org.talkoot.core.Hash;
import org.talkoot.core.TenantId;

/**
 * Which conversation a message belongs to. Whoever says {@code conversation_id} means one, and is told when it cannot
 * be; everything else was made for another purpose, and what cannot be a key is hashed, so that the same text always
 * leads to the same conversation.
 */
record ConversationKey(Draft draft, @Nullable String recordKey, String correlation) {

    private static final String NAME = "conversation_id";
    private static final int HASH_LENGTH = 32;

    ConversationId resolve(TenantId tenant) {
        String said = given(draft.fields().get(Field.CONVERSATION));
        if (said != null) {
            return explicit(tenant, said, draft.label(Field.CONVERSATION));
        }
        String subject = given(draft.fields().get(Field.SUBJECT));
        return subject != null ? implied(tenant, subject) : inside(tenant);
    }

    private ConversationId inside(TenantId tenant) {
        String inMetadata = given(draft.metadata().get(NAME));
        if (inMetadata != null) {
            return explicit(tenant, inMetadata, "metadata '" + NAME + "'");
        }
        String inPayload = given(inPayload());
        return inPayload != null ? explicit(tenant, inPayload, "field 'payload." + NAME + "'") : beside(tenant);
    }

    private ConversationId beside(TenantId tenant) {
        String partition = given(draft.fields().get(Field.PARTITION_KEY));
        String key = partition != null ? partition : given(recordKey);
        return implied(tenant, key != null ? key : correlation);
    }

    private @Nullable String inPayload() {
        RawJson payload = draft.payload();
        return payload.token() == JsonToken.START_OBJECT && payload.text().contains(NAME)
                ? Texts.scalar(
                        RawObject.parse(payload.text(), payload.depth()).get(NAME), "field 'payload." + NAME + "'")
                : null;
    }

    private static ConversationId explicit(TenantId tenant, String key, String label) {
        Texts.require(key, label, Integer.MAX_VALUE);
        return Draft.legal(label, () -> new ConversationId(tenant, key));
    }

    private static ConversationId implied(TenantId tenant, String key) {
        try {
            return new ConversationId(tenant, key);
        } catch (IllegalArgumentException notAKey) {
            return new ConversationId(tenant, hash(key));
        }
    }

    private static String hash(String text) {
        return "k-" + Hash.of(text, HASH_LENGTH);
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
