package org.talkoot.examples.eventpipeline;

import org.talkoot.core.run.RunView;
import org.talkoot.core.run.Step;
import org.talkoot.core.tool.ToolResult;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Documents as they were read.
 *
 * @param texts each begins with a line of id and title
 */
record Documents(List<String> texts) {

    /** What the run has read so far. */
    static Documents readIn(RunView view) {
        List<String> texts = new ArrayList<>();
        for (Step step : view.steps()) {
            if (step instanceof Step.ToolSettled(var call, ToolResult.Success result)) {
                texts.add(result.text());
            }
        }
        return new Documents(texts);
    }

    /**
     * An article made of the documents' own sentences: all of them in the first draft, and in later
     * ones, when that was too much, one of each.
     */
    String digest(int draft) {
        return texts.stream()
                .map(text -> paragraph(text, draft))
                .collect(Collectors.joining("\n\n"));
    }

    private static String paragraph(String text, int draft) {
        String[] parts = text.split("\n", 2);
        String body = parts[parts.length - 1].strip();
        int end = body.indexOf(". ");
        String said = draft == 1 || end < 0 ? body : body.substring(0, end + 1);
        return "%s %s".formatted(said, Sources.namedIn(parts[0]));
    }
}
