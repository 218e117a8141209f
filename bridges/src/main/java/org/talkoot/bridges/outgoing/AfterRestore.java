package org.talkoot.bridges.outgoing;

import com.typesafe.config.Config;
import java.util.Arrays;

/**
 * What a sink does whose mark is of another history than the journal's, because the database was restored from an older
 * state. Key {@code talkoot.bus.after-restore} in reference.conf.
 */
public enum AfterRestore {
    /** Nothing leaves until a person has decided. */
    STOP,
    /** What the journal has since the restored position leaves, again if it left before. */
    RESEND;

    public static AfterRestore from(Config bus) {
        String said = bus.getString("after-restore");
        return Arrays.stream(values())
                .filter(known -> known.name().equalsIgnoreCase(said))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "talkoot.bus.after-restore must be stop or resend, but is " + said));
    }
}
