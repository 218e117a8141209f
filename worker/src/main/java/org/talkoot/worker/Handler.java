package org.talkoot.worker;

/** Does the work of one tool. Called on a virtual thread of its own and may block; several calls at a time. */
@FunctionalInterface
public interface Handler {

    /**
     * One attempt of a call.
     *
     * @return what the model reads: a text as it is, a {@code JsonNode} as JSON, anything else as Jackson writes it
     * @throws ToolFailure it is certain that the call has failed
     * @throws Exception anything else: nobody knows what was done. What that means is said by the tool's side effect
     */
    Object handle(Call call) throws Exception;
}
