package org.talkoot.persistence.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.persistence.codec.Encoded;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.story.Stories;
import org.talkoot.persistence.story.Story;

/** Microseconds to write and read each kind of event of a turn with one tool call, and a state. */
public final class CodecBench {

    private static final int ROUNDS = 20_000;

    private CodecBench() {}

    public static void main(String[] args) {
        EventCodec codec = EventCodec.standard();
        Map<String, Object> samples = new LinkedHashMap<>();
        for (Story.Write write : turns(1).writes()) {
            write.events().forEach(event -> samples.put(event.getClass().getSimpleName(), event));
        }
        for (int warm = 0; warm < 5; warm++) {
            samples.forEach((name, event) -> measure(codec, name, event, false));
        }
        samples.forEach((name, event) -> measure(codec, name, event, true));
        state(codec);
    }

    private static void measure(EventCodec codec, String name, Object event, boolean print) {
        long begin = System.nanoTime();
        Encoded encoded = codec.encode(event);
        for (int i = 0; i < ROUNDS; i++) {
            encoded = codec.encode(event);
        }
        long half = System.nanoTime();
        for (int i = 0; i < ROUNDS; i++) {
            if (codec.decode(encoded).equals("")) {
                throw new IllegalStateException();
            }
        }
        long end = System.nanoTime();
        if (print) {
            System.out.printf(
                    "%-24s %4d bytes  encode %.2f us  decode %.2f us%n",
                    name, encoded.json().length, (half - begin) / 1e3 / ROUNDS, (end - half) / 1e3 / ROUNDS);
        }
    }

    private static void state(EventCodec codec) {
        List<Object> states = new ArrayList<>(turns(1000).states().values());
        for (int round = 0; round < 20; round++) {
            for (Object state : states) {
                long begin = System.nanoTime();
                Encoded encoded = codec.encodeState(state);
                long half = System.nanoTime();
                codec.decode(encoded);
                long end = System.nanoTime();
                if (round == 19) {
                    System.out.printf(
                            "%s of 1000 turns: %d kB, encode %.1f ms, decode %.1f ms%n",
                            encoded.type(), encoded.json().length / 1024, (half - begin) / 1e6, (end - half) / 1e6);
                }
            }
        }
    }

    private static Story turns(int turns) {
        Story story = Stories.story("bench");
        for (int turn = 0; turn < turns; turn++) {
            story.models(
                            Stories.calls("", Stories.call("search", "{\"q\":\"madrid\"}")),
                            Stories.answers("a".repeat(400)))
                    .tools(ToolResult.success("t".repeat(200)))
                    .say("u".repeat(120));
        }
        return story;
    }
}
