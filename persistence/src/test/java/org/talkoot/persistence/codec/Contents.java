package org.talkoot.persistence.codec;

/** What a process keeps of contents, for tests in other packages. */
public final class Contents {

    private Contents() {}

    /** As in a process that has just begun. */
    public static void forgetAll() {
        Content.forgetAll();
    }
}
