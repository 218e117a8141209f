package org.talkoot.examples.eventpipeline;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.tool.ToolResult;

/**
 * Documents as they were read.
 *
 * @param texts each begins with a line of id and title
 */
record Documents(List<String> texts) {

    /** What the run has read of these, in their order, whichever came first. */
    static Documents readIn(RunView view, List<String> ids) {
        Map<String, String> read = new HashMap<>();
        for (Step step : view.steps()) {
            if (step instanceof Step.ToolSettled(var call, ToolResult.Success result)) {
                Sources.namedIn(title(result.text())).forEach(id -> read.put(id, result.text()));
            }
        }
        return new Documents(
                ids.stream().filter(read::containsKey).map(read::get).toList());
    }

    /**
     * An article made of the documents' own sentences: all of them in the first draft, and in later ones, when that was
     * too much, one of each.
     */
    String digest(int draft) {
        return texts.stream().map(text -> paragraph(text, draft)).collect(Collectors.joining("\n\n"));
    }

    private static String paragraph(String text, int draft) {
        String body = text.substring(title(text).length()).strip();
        int end = body.indexOf(". ");
        String said = draft == 1 || end < 0 ? body : body.substring(0, end + 1);
        return "%s %s".formatted(said, Sources.namedIn(title(text)));
    }

    private static String title(String text) {
        return text.lines().findFirst().orElse("");
    }
}
