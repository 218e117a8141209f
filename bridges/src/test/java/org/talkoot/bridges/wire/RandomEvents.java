package org.talkoot.bridges.wire;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.talkoot.core.ConversationId;
import org.talkoot.core.TenantId;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.event.AgentEvent.Address;
import org.talkoot.core.event.EventType;
import org.talkoot.core.event.Trace;

/** Events of all shapes, the same for the same seed. */
final class RandomEvents {

    private static final List<String> TYPES = List.of(
            "run.completed",
            "conversation.message-posted",
            "dead-letter.opened",
            "inbox.event-received",
            "task.requested",
            "intent.identified.billing",
            "order.v2",
            "org.example.order_created",
            "a");
    private static final List<String> SOURCES = List.of(
            "triage",
            "research-team",
            "https://shop.example/orders?a=b%20c#d",
            "urn:crm:7",
            "/tenants/other/agents/triage/k",
            "crm.internal",
            "Billing dept. (Köln) 100 %",
            "1a:b",
            "long ".repeat(100),
            "n".repeat(512),
            "default/c-1/triage");
    private static final List<String> NAMES = List.of(
            "traceparent",
            "tracestate",
            "sequence",
            "dataschema",
            "datacontenttype",
            "team",
            "Reply-To",
            "conversation_id",
            "id",
            "ключ",
            "");
    private static final List<String> TEXTS = List.of(
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "https://schemas.example/order/1",
            "",
            "two\nlines\tand a \"quote\" \\",
            "🙂 ä漢",
            "c-9",
            "17",
            "50 % off %41");
    private static final List<String> PAYLOADS = List.of(
            "{}",
            "{ }",
            "{\"text\":\"hi\"}",
            "{\"text\" : \"hi\" ,\n \"n\":1.50e3 }",
            "{\"metadata\":{\"theirs\":1}}",
            "{\"a\":{\"metadata\":1}}",
            "{\"conversation_id\":\"not this one\"}",
            "{\"big\":12345678901234567890.12345678901234567890}",
            "{\"bad\":\"\\ud800\",\"emoji\":\"🙂\"}",
            "[1,2,[3]]",
            "[]",
            "\"text\"",
            "\"\"",
            "17",
            "-0.0",
            "true",
            "null");

    private final Random random;

    RandomEvents(long seed) {
        this.random = new Random(seed);
    }

    AgentEvent next() {
        String id = token();
        return new AgentEvent(
                id,
                type(),
                Instant.ofEpochSecond(random.nextLong(4_000_000_000L), random.nextInt(1_000_000_000)),
                new Address(one(SOURCES), random.nextBoolean() ? null : one(SOURCES)),
                new ConversationId(random.nextBoolean() ? TenantId.DEFAULT : new TenantId("acme"), key()),
                new Trace(token(), random.nextBoolean() ? id : token(), random.nextInt(4)),
                one(PAYLOADS),
                metadata());
    }

    private EventType type() {
        String name = one(TYPES);
        return name.equals("task.requested") ? EventType.of(name) : new EventType(name, 1 + random.nextInt(12));
    }

    private Map<String, String> metadata() {
        Map<String, String> entries = new HashMap<>();
        int size = random.nextInt(5);
        for (int i = 0; i < size; i++) {
            entries.put(one(NAMES), one(TEXTS));
        }
        return entries;
    }

    private String key() {
        return text("abcXYZ019._:@~+=-", 128);
    }

    private String token() {
        return text("abcXYZ019._:/#?% ä🙂\"'\\{", 60) + ".";
    }

    private String text(String alphabet, int most) {
        int[] letters = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        int length = 1 + random.nextInt(most);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return text.toString();
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
