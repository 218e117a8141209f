package org.talkoot.agents.tool;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.talkoot.core.RunId;
import org.talkoot.core.tool.ToolCall;

/** Where what goes wrong inside of tools is written down: here, with its trace, and not in what a model is told. */
record ToolCallLog(RunId run, ToolCall call) {

    private static final Logger LOGGER = LoggerFactory.getLogger(ToolCallLog.class);

    void threw(String what, Throwable cause) {
        say(Level.WARN, what, cause);
    }

    /** In the words of the tool. */
    void said(String what) {
        LOGGER.atInfo()
                .addKeyValue("run", run)
                .addKeyValue("call", call.id())
                .addKeyValue("tool", call.tool())
                .log(what);
    }

    /** The runtime's own fault. */
    void broke(Throwable cause) {
        say(Level.ERROR, "tool runner failed", cause);
    }

    void overdue() {
        LOGGER.atWarn()
                .addKeyValue("run", run)
                .addKeyValue("call", call.id())
                .addKeyValue("tool", call.tool())
                .log("tool does not listen to its interrupt and keeps its permit");
    }

    void endedAtLast(boolean withResult) {
        LOGGER.atWarn()
                .addKeyValue("run", run)
                .addKeyValue("call", call.id())
                .addKeyValue("tool", call.tool())
                .log(
                        withResult
                                ? "tool ended after its call was in doubt: it did its work"
                                : "tool ended after its call was in doubt: it failed");
    }

    private void say(Level level, String what, Throwable cause) {
        LOGGER.atLevel(level)
                .addKeyValue("run", run)
                .addKeyValue("call", call.id())
                .addKeyValue("tool", call.tool())
                .setCause(cause)
                .log(what);
    }
}
