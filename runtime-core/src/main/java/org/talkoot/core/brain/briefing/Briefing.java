package org.talkoot.core.brain.briefing;

import java.util.List;
import java.util.Optional;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.brain.Instructions;
import org.talkoot.core.tool.ToolResult;

/**
 * What a run finds out before its models are asked, by one call of one tool, and how they are told. Pure; the same for
 * the same arguments.
 */
public interface Briefing {

    /** The tool that finds out. */
    String tool();

    /**
     * What it is asked.
     *
     * @return empty: there is nobody and nothing to ask about, as long as the run lasts
     */
    Optional<ToolRequest> ask(RunView view);

    /**
     * What is put behind the instructions of each prompt: a template with one blank of this briefing's own, that says
     * what will stand there and that it is data.
     */
    String introduction();

    /** The name of the blank. */
    String blank();

    /**
     * What stands in the blank.
     *
     * @param found empty: nobody was asked
     * @return at most {@link Instructions#LONGEST} characters
     */
    String told(Optional<ToolResult> found);

    /** Tools that models may call besides those of their prompts. */
    default List<String> offered() {
        return List.of();
    }
}
