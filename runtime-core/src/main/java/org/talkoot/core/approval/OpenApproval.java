package org.talkoot.core.approval;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.talkoot.core.Caller;
import org.talkoot.core.Rejection;

/**
 * A request that people have not come to the end of.
 *
 * @param votes who has agreed to this version, in order
 * @param editors who has changed the arguments: what they made is for others to agree to
 * @param reminders how often people have been told again
 */
public record OpenApproval(
        ApprovalRequest request, List<Caller> votes, List<Caller> editors, int reminders, boolean escalated) {

    public OpenApproval {
        votes = List.copyOf(votes);
        editors = List.copyOf(editors);
    }

    public static OpenApproval of(ApprovalRequest request) {
        return new OpenApproval(request, List.of(), List.of(), 0, false);
    }

    public OpenApproval agreedBy(Caller by) {
        return new OpenApproval(request, and(votes, by), editors, reminders, escalated);
    }

    public OpenApproval editedBy(Caller by, ApprovalRequest next) {
        return new OpenApproval(next, List.of(), and(editors, by), 0, false);
    }

    /** The same call under another specification of its tool: whoever has edited it still has. */
    public OpenApproval askedAgain(ApprovalRequest next) {
        return new OpenApproval(next, List.of(), editors, 0, false);
    }

    public OpenApproval reminded(int times) {
        return new OpenApproval(request, votes, editors, times, escalated);
    }

    public OpenApproval toEscalate() {
        return new OpenApproval(request, votes, editors, reminders, true);
    }

    /** How many people are still missing. */
    public int missing() {
        return Math.max(0, request.terms().approvals() - votes.size());
    }

    /** Whether one more voice is all it takes. */
    public boolean isLast() {
        return missing() == 1;
    }

    /**
     * Why this person may not agree; empty: they may. Where nobody is asked who they are, one voice is all that can be
     * told from others.
     *
     * @param requester on whose behalf the call is made
     */
    public Optional<Rejection> against(Caller by, Caller requester) {
        ApprovalTerms terms = request.terms();
        Optional<Rejection> stranger = againstSaying(by);
        if (stranger.isPresent()) {
            return stranger;
        }
        if (by.isAnonymous() && (terms.approvals() > 1 || !requester.isAnonymous())) {
            return Optional.of(new Rejection.MayNotDecide(request.call(), "It is not known who you are."));
        }
        if (isSame(by, requester) && !terms.requesterMay()) {
            return Optional.of(new Rejection.MayNotDecide(
                    request.call(), "It is made on your behalf, so others have to agree to it."));
        }
        if (editors.stream().anyMatch(editor -> isSame(editor, by))) {
            return Optional.of(new Rejection.MayNotDecide(
                    request.call(), "You have changed its arguments, so others have to agree to them."));
        }
        return Optional.empty();
    }

    /** Why this person may neither deny nor edit; empty: they may. */
    public Optional<Rejection> againstSaying(Caller by) {
        ApprovalTerms terms = request.terms();
        boolean anybody = terms.roles().isEmpty() && terms.users().isEmpty();
        return anybody || terms.users().contains(by.user()) || roles().stream().anyMatch(by::hasRole)
                ? Optional.empty()
                : Optional.of(new Rejection.MayNotDecide(request.call(), "It takes %s.".formatted(deciders())));
    }

    private String deciders() {
        Stream<String> byRole = roles().stream().map(role -> "somebody with the role '%s'".formatted(role));
        return Stream.concat(byRole, request.terms().users().stream()).collect(Collectors.joining(" or "));
    }

    public boolean hasAgreed(Caller by) {
        return votes.stream().anyMatch(vote -> vote.user().equals(by.user()));
    }

    /** Whether what is asked now is what this very edit has made of it: it has been heard twice. */
    public boolean isMadeBy(Caller by, Seen seen, HumanDecision decision) {
        return decision instanceof HumanDecision.Edit edit
                && seen.version() == request.version() - 1
                && edit.arguments().equals(request.arguments())
                && !editors.isEmpty()
                && isSame(editors.getLast(), by);
    }

    /** Nobody is the same as nobody else. */
    private static boolean isSame(Caller one, Caller other) {
        return !one.isAnonymous() && one.user().equals(other.user());
    }

    /** All roles that may decide now. */
    public List<String> roles() {
        ApprovalTerms.Escalation escalation = request.terms().escalation();
        List<String> roles = new ArrayList<>(request.terms().roles());
        if (escalated && escalation != null) {
            roles.addAll(escalation.roles());
        }
        return roles;
    }

    /** When something is to be done about it next: somebody told, more people asked, or the wait ended. */
    public Instant due() {
        Instant due = request.until();
        Optional<Instant> escalation = escalation();
        if (escalation.isPresent() && escalation.get().isBefore(due)) {
            due = escalation.get();
        }
        Optional<Instant> reminder = reminder();
        return reminder.isPresent() && reminder.get().isBefore(due) ? reminder.get() : due;
    }

    /** Which roles may decide as well by then, and could not before. */
    public List<String> escalatesTo(Instant now) {
        ApprovalTerms.Escalation escalation = request.terms().escalation();
        boolean isTime = escalation().filter(then -> !now.isBefore(then)).isPresent();
        return escalation != null && isTime ? escalation.roles() : List.of();
    }

    /** How often people should have been told by then. */
    public int remindersBy(Instant now) {
        Duration every = request.terms().reminder();
        return every == null
                ? reminders
                : (int) Duration.between(request.at(), now).dividedBy(every);
    }

    private Optional<Instant> escalation() {
        ApprovalTerms.Escalation escalation = request.terms().escalation();
        return escalation == null || escalated
                ? Optional.empty()
                : Optional.of(request.at().plus(escalation.after()));
    }

    private Optional<Instant> reminder() {
        Duration every = request.terms().reminder();
        return every == null ? Optional.empty() : Optional.of(request.at().plus(every.multipliedBy(reminders + 1L)));
    }

    private static List<Caller> and(List<Caller> some, Caller one) {
        List<Caller> more = new ArrayList<>(some);
        more.add(one);
        return more;
    }
}
