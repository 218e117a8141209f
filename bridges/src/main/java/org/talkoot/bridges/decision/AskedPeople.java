package org.talkoot.bridges.decision;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.talkoot.core.run.RunEvent;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.journal.JournalEntry;

/** What people are asked, and what has become of it: enough to show somebody what there is to decide. */
public final class AskedPeople implements Predicate<JournalEntry> {

    private static final List<Class<? extends RunEvent>> EVENTS = List.of(
            RunEvent.HumanAsked.class,
            RunEvent.HumanDecided.class,
            RunEvent.ApprovalRequested.class,
            RunEvent.ApprovalReminded.class,
            RunEvent.ApprovalEscalated.class,
            RunEvent.ApprovalExpired.class,
            RunEvent.CallEdited.class,
            RunEvent.CallApproved.class,
            RunEvent.CallDenied.class,
            RunEvent.ApprovedCallStarted.class);

    private final Set<String> types;

    public AskedPeople(EventCodec codec) {
        this.types = EVENTS.stream().map(codec::nameOf).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean test(JournalEntry entry) {
        return types.contains(entry.type());
    }
}
