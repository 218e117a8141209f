package org.talkoot.core.bus;

/**
 * How far a sink is, and by what that is recognised. A database that was restored from an older state goes on and gives
 * the same positions to other entries; what stands there tells.
 *
 * @param position of an entry of the journal
 * @param entry which one it is, as whoever follows the journal says; the sink only keeps it
 */
public record JournalMark(long position, String entry) {

    /** As a sink keeps it that keeps text. */
    public String text() {
        return position + " " + entry;
    }

    /** What {@link #text} wrote. */
    public static JournalMark parse(String text) {
        String[] parts = text.split(" ", 2);
        return new JournalMark(Long.parseLong(parts[0]), parts.length == 2 ? parts[1] : "");
    }
}
