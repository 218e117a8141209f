package org.talkoot.eval.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.talkoot.eval.outcome.Outcome;

/**
 * A check in Java, for what no other can say. It is found on the class path as a service, by its name, and has a
 * constructor without arguments. Called by several threads at once.
 */
public interface CodeCheck {

    /** How cases refer to it, in kebab-case. */
    String name();

    /** What it finds. An exception counts as {@link Finding.Unknown}. */
    Finding check(Subject subject) throws Exception;

    /**
     * What it may look at.
     *
     * @param with what the case says to it; an object, empty where it says nothing
     * @param data the folder of the node, with whatever tools that were run have left there
     */
    record Subject(Outcome outcome, JsonNode with, Path data) {}
}
