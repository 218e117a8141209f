package org.talkoot.core.guard;

/** Where guardrails of an agent stand: what goes by there is looked at before anybody sees it. */
public enum Place {

    /** What the agent is asked. Blocked: its run fails, and it remembers only that something was blocked. */
    INPUT,

    /**
     * What is found in documents, before anybody reads it or it is journalled. Blocked: that piece is left out. It is
     * looked at where it is found, by the guardrails of the tool that finds it, and not by those of an agent.
     */
    RETRIEVED,

    /** What a tool is to be called with. Blocked: the call never begins, and the model is told so. */
    TOOL_ARGUMENTS,

    /** What a tool has said. Blocked: the model is told that there is a result which it may not see. */
    TOOL_RESULT,

    /** What the agent answers. Blocked: its run fails. */
    OUTPUT
}
