package org.talkoot.core.deadletter;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;
import org.talkoot.core.DeadLetterId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.bus.Delivery;

/**
 * The ids of what is tried again: those of the first try with the number of the attempt. So an attempt that is repeated
 * is the same one, and whatever becomes of it leads back to its letter.
 */
public final class Redrives {

    private static final String MARK = "~r";

    private Redrives() {}

    public static MessageId attempt(MessageId first, int number) {
        return new MessageId(original(first.value()) + MARK + number);
    }

    public static RunId attempt(RunId first, int number) {
        return new RunId(original(begun(first)) + MARK + number);
    }

    /** The number of the attempt that a message stands for; empty: it is none. */
    public static OptionalInt attempt(MessageId message) {
        return attempt(message.value());
    }

    /**
     * The number of the attempt that a run stands for; empty: it is none. The runs of a turn that is tried again are
     * not attempts themselves, and neither is what an attempt delegates.
     */
    public static OptionalInt attempt(RunId run) {
        return run.position().isPresent() ? attempt(begun(run)) : OptionalInt.empty();
    }

    private static OptionalInt attempt(String id) {
        int mark = id.lastIndexOf(MARK);
        String number = mark < 0 ? "" : id.substring(mark + MARK.length());
        return number.matches("[0-9]{1,6}") ? OptionalInt.of(Integer.parseInt(number)) : OptionalInt.empty();
    }

    /**
     * The letter of a delivery that nothing could be made of. A place alone does not tell: a broker whose topic was
     * made anew counts from the beginning again, and what stands there is another thing.
     */
    public static DeadLetterId letter(Delivery delivery) {
        String key = delivery.key() == null ? "" : delivery.key();
        byte[] name = "place %s at %s key %d %s "
                .formatted(delivery.place(), delivery.at(), key.length(), key)
                .getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(name, name.length + delivery.body().length);
        System.arraycopy(delivery.body(), 0, all, name.length, delivery.body().length);
        return DeadLetterId.of(all);
    }

    /** The letter of a message that failed, at the first try or at any other. */
    public static DeadLetterId letter(MessageId message) {
        return DeadLetterId.of("message " + original(message.value()));
    }

    /** The letter of a run that an event asked for and that failed, at the first try or at any other. */
    public static DeadLetterId letter(RunId run) {
        return DeadLetterId.of("run " + original(begun(run)));
    }

    /** The id of the run that began it, before it changed hands. */
    private static String begun(RunId run) {
        int mark = run.handovers() == 0 ? -1 : run.value().lastIndexOf("~h");
        return mark < 0 ? run.value() : run.value().substring(0, mark);
    }

    private static String original(String id) {
        return attempt(id).isPresent() ? id.substring(0, id.lastIndexOf(MARK)) : id;
    }
}
