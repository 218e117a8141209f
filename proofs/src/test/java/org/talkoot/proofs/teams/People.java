package org.talkoot.proofs.teams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.talkoot.proofs.teams.WorkLog.Line;
import org.talkoot.proofs.teams.WorkLog.Mark;

/**
 * Those who are asked when nobody knows whether a piece of work has been done. They look, do by hand what nobody has
 * begun, write down how it ended, and say so.
 */
final class People {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern OF_A_SAGA = Pattern.compile("'([a-z]+)' of 'trip' may have (happened|been undone)");
    private static final Pattern OF_A_HAULER = Pattern.compile("Has (\\S+) happened\\?");

    private final ThreeNodes nodes;
    private int asked;

    People(ThreeNodes nodes) {
        this.nodes = nodes;
    }

    /** How many questions they have answered. */
    int asked() {
        return asked;
    }

    /** Answers all that is open. */
    void answer() throws IOException, InterruptedException {
        for (JsonNode open : nodes.get("/v1/approvals?limit=500").get("approvals")) {
            String what = what(open);
            String decision = JSON.createObjectNode()
                    .put("approve", settled(what) == Mark.DONE)
                    .put("version", open.get("version").asInt())
                    .put("by", "ann")
                    .toString();
            if (nodes.decide(open.get("href").asText(), decision)) {
                asked++;
            }
        }
    }

    /** What has become of it; if nothing has, they do it. */
    private Mark settled(String what) throws IOException {
        List<Line> lines = nodes.log().read().stream()
                .filter(line -> line.what().equals(what))
                .toList();
        String key = lines.isEmpty() ? "by hand" : lines.getLast().key();
        Mark end = what.endsWith("!") ? Mark.REFUSED : Mark.DONE;
        if (lines.isEmpty()) {
            write(Mark.BEGUN, key, what);
        }
        if (lines.isEmpty() || lines.getLast().mark() == Mark.BEGUN) {
            write(end, key, what);
        }
        return end;
    }

    private void write(Mark mark, String key, String what) throws IOException {
        nodes.log().write(new Line(mark, "once", key, what, "people", Instant.now()));
    }

    private static String what(JsonNode open) {
        String question = open.get("question").asText();
        Matcher saga = OF_A_SAGA.matcher(question);
        if (saga.find()) {
            String undone = saga.group(2).equals("happened") ? "" : "no-";
            return open.get("conversation_id").asText() + "/" + undone + saga.group(1);
        }
        Matcher hauler = OF_A_HAULER.matcher(question);
        if (hauler.find()) {
            return hauler.group(1);
        }
        throw new AssertionError("nobody was to be asked this: " + question);
    }
}
