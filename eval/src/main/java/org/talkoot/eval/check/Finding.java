package org.talkoot.eval.check;

/** What a check found. */
public sealed interface Finding {

    /** What was seen, in one sentence. */
    String seen();

    /** It is as it has to be. */
    record Right(String seen) implements Finding {}

    /** It is not. */
    record Wrong(String seen) implements Finding {}

    /** Nobody can say: whoever was asked did not answer. An evaluation with one of these is not finished. */
    record Unknown(String seen) implements Finding {}

    static Finding of(boolean right, String seen) {
        return right ? new Right(seen) : new Wrong(seen);
    }
}
