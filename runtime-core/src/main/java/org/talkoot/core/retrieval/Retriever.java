package org.talkoot.core.retrieval;

import java.util.List;
import org.talkoot.core.Caller;
import org.talkoot.core.event.Attributes;

/**
 * A store that finds passages. Called on a virtual thread and may block; it is interrupted at the time-out of the tool
 * that asks. May be asked the same again after a crash. Safe for concurrent use.
 */
@FunctionalInterface
public interface Retriever {

    /**
     * What is asked, and on whose behalf: what somebody may not read is not to be found for them.
     *
     * @param most passages
     */
    record Question(String text, int most, Caller caller, Attributes attributes) {}

    /**
     * What has to do with it, the best first.
     *
     * @throws Exception when the store cannot say: it is asked again as the policy of its tool has it
     */
    List<Passage> find(Question question) throws Exception;
}
