package org.talkoot.persistence.journal;

import java.util.List;
import java.util.stream.LongStream;
import org.talkoot.core.CallId;
import org.talkoot.core.RunId;
import org.talkoot.core.StreamId;
import org.talkoot.core.run.RunEvent;
import org.talkoot.persistence.codec.EventCodec;

/** Rows for tests that do not care what is in them. */
public final class Rows {

    private Rows() {}

    public static List<JournalRow> of(EventCodec codec, StreamId stream, long firstSeqNr, int count) {
        return LongStream.range(firstSeqNr, firstSeqNr + count)
                .mapToObj(n -> row(codec, stream, n, new RunEvent.TimerFired(RunId.parse("r-1"), CallId.of(n))))
                .toList();
    }

    public static JournalRow row(EventCodec codec, StreamId stream, long seqNr, Object event) {
        return new JournalRow(stream, seqNr, 0, seqNr * 1000, codec.encodeReferring(event), event);
    }
}
