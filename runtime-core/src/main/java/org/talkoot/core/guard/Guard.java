package org.talkoot.core.guard;

/** Something that looks at a text before it goes on: a pure function, or somebody who is asked. */
public sealed interface Guard permits Guardrail, AskedGuardrail {

    /** What the journal and failures call it. */
    String name();
}
