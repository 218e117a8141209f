package org.talkoot.proofs.chaos;

import java.util.List;
import java.util.Map;
import org.talkoot.proofs.crash.CallLog;

/**
 * What clients saw, what tools did and what the database took, after all has come to rest.
 *
 * @param posted in the order in which each conversation's only client posted
 * @param said what a node tells of each conversation
 * @param journal by position
 */
record History(
        List<Posted> posted,
        Map<String, List<Said>> said,
        List<Written> journal,
        List<Removed> removed,
        List<CallLog.Entry> calls,
        List<Feed> feeds) {

    /** A message; its text is found nowhere else. */
    record Posted(String conversation, String text, boolean acknowledged) {}

    record Said(String role, String text) {}

    /**
     * An entry of the journal.
     *
     * @param remaining how many events of the same decision follow
     * @param writer the incarnation; 0: not known
     */
    record Written(long position, String stream, long seqNr, int remaining, long writer) {}

    /** An incarnation that may not write after that position. */
    record Removed(long incarnation, long position) {}

    /**
     * A feed that was followed all along, on one node after the other.
     *
     * @param told what is in it in the end
     */
    record Feed(String conversation, List<Long> seen, List<Long> told) {}
}
