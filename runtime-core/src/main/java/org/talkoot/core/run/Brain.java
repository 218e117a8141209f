package org.talkoot.core.run;

/**
 * Decides what an agent does next. A pure function: the same view gives the same step. It is asked
 * when a run starts and whenever everything that it asked for has come back, and never while
 * history is replayed.
 */
@FunctionalInterface
public interface Brain {

    Next next(RunView view);
}
