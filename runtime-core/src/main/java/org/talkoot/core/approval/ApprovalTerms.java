package org.talkoot.core.approval;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What it takes that a call may begin: so many people of those who may decide, within a time. Data, journalled with
 * each request.
 *
 * @param approvals how many different people have to agree; one who says no is enough to end it
 * @param roles whoever has one of these may decide
 * @param users and these may, by the name that the authenticator knows them by; both empty: every user of the tenant
 * @param requesterMay whether the one on whose behalf the call is made may agree to it
 * @param patience how long is waited for them; silence is a no
 * @param reminder after how long they are told again, and each time after that; null: never
 * @param escalation who may decide as well when it takes long; null: nobody
 */
public record ApprovalTerms(
        int approvals,
        List<String> roles,
        List<String> users,
        boolean requesterMay,
        Duration patience,
        @Nullable Duration reminder,
        @Nullable Escalation escalation) {

    /** Nothing is waited for longer. */
    public static final Duration LONGEST = Duration.ofDays(366);

    /** Nobody is told more often. */
    public static final Duration SHORTEST_REMINDER = Duration.ofMinutes(1);

    private static final int MOST = 20;

    /** Whoever has one of these roles may decide too, when nothing has been decided after so long. */
    public record Escalation(Duration after, List<String> roles) {
        public Escalation {
            roles = List.copyOf(roles);
            requirePositive("escalation", after);
            if (roles.isEmpty()) {
                throw new IllegalArgumentException("an escalation names a role");
            }
        }
    }

    public ApprovalTerms {
        roles = List.copyOf(roles);
        users = List.copyOf(users);
        if (approvals < 1 || approvals > MOST) {
            throw new IllegalArgumentException("1 to %d people agree, not %d".formatted(MOST, approvals));
        }
        if (roles.isEmpty() && !users.isEmpty() && users.size() < approvals) {
            throw new IllegalArgumentException("%d people cannot be %d".formatted(users.size(), approvals));
        }
        requirePositive("patience", patience);
        if (patience.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "nobody is waited for longer than %s, not %s".formatted(LONGEST, patience));
        }
        if (reminder != null && reminder.compareTo(SHORTEST_REMINDER) < 0) {
            throw new IllegalArgumentException(
                    "people are reminded every %s at most, not every %s".formatted(SHORTEST_REMINDER, reminder));
        }
    }

    /** One person, anybody but the requester, within this time. */
    public static ApprovalTerms within(Duration patience) {
        return new ApprovalTerms(1, List.of(), List.of(), false, patience, null, null);
    }

    public ApprovalTerms withApprovals(int changed) {
        return new ApprovalTerms(changed, roles, users, requesterMay, patience, reminder, escalation);
    }

    public ApprovalTerms byRoles(String... changed) {
        return new ApprovalTerms(approvals, List.of(changed), users, requesterMay, patience, reminder, escalation);
    }

    public ApprovalTerms byUsers(String... changed) {
        return new ApprovalTerms(approvals, roles, List.of(changed), requesterMay, patience, reminder, escalation);
    }

    /** The one who asked may agree as well. */
    public ApprovalTerms byRequesterToo() {
        return new ApprovalTerms(approvals, roles, users, true, patience, reminder, escalation);
    }

    public ApprovalTerms reminding(Duration every) {
        return new ApprovalTerms(approvals, roles, users, requesterMay, patience, every, escalation);
    }

    public ApprovalTerms escalating(Duration after, String... to) {
        return new ApprovalTerms(
                approvals, roles, users, requesterMay, patience, reminder, new Escalation(after, List.of(to)));
    }

    /**
     * Where two policies want to be heard: as many people as the stricter one wants, the shorter time, and of who may
     * decide what this one says; what the other says only where this one leaves it to everybody.
     */
    public ApprovalTerms and(ApprovalTerms other) {
        boolean anybody = roles.isEmpty() && users.isEmpty();
        return new ApprovalTerms(
                Math.max(approvals, other.approvals),
                anybody ? other.roles : roles,
                anybody ? other.users : users,
                requesterMay && other.requesterMay,
                patience.compareTo(other.patience) < 0 ? patience : other.patience,
                reminder != null ? reminder : other.reminder,
                escalation != null ? escalation : other.escalation);
    }

    private static void requirePositive(String what, Duration length) {
        if (length.isNegative() || length.isZero()) {
            throw new IllegalArgumentException("%s must be positive, but is %s".formatted(what, length));
        }
    }
}
