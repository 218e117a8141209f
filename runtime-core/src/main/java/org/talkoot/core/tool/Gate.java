package org.talkoot.core.tool;

import java.time.Instant;
import java.util.Optional;
import org.talkoot.core.Caller;
import org.talkoot.core.approval.ApprovalPolicy;
import org.talkoot.core.approval.ApprovalRequest;
import org.talkoot.core.approval.ApprovalTerms;
import org.talkoot.core.approval.Approvals;
import org.talkoot.core.approval.ProposedCall;
import org.talkoot.core.json.Json;

/**
 * What stands between a call and its beginning: what the tool declares, and what the brain wants beside it. Policy,
 * people and tool get the same arguments, read the same way.
 *
 * @param caller on whose behalf calls are made
 */
public record Gate(ToolCatalog tools, Approvals approvals, Caller caller) {

    /** Why a call does not begin. */
    public sealed interface Held {

        /** People have to agree first. */
        record Asked(ApprovalRequest request) implements Held {}

        /** It can be put to nobody. */
        record Barred(ToolResult.Failure why) implements Held {}
    }

    /** Whether people are asked before this call; empty: it may begin. */
    public Optional<Held> before(ToolCall call, Instant at) {
        Optional<ToolSpec> spec = tools.find(call.tool());
        ApprovalPolicy policy = policy(call.tool());
        if (spec.isEmpty() || policy.equals(ApprovalPolicy.NOBODY)) {
            return Optional.empty();
        }
        try {
            return terms(call.tool(), spec.get(), call.arguments())
                    .map(terms -> new Held.Asked(new ApprovalRequest(
                            call.id(), call.tool(), call.arguments(), spec.get().fingerprint(), terms, 0, at)));
        } catch (UnfitException e) {
            return Optional.of(new Held.Barred(e.failure()));
        }
    }

    /** Nobody can be asked about these arguments, so nothing begins with them. */
    public static final class UnfitException extends Exception {

        private static final long serialVersionUID = 1L;

        private final String code;

        UnfitException(String code, String message) {
            super(message);
            this.code = code;
        }

        ToolResult.Failure failure() {
            return new ToolResult.Failure(code, String.valueOf(getMessage()), false);
        }
    }

    /**
     * What these arguments have to be agreed to by; empty: nobody.
     *
     * @throws UnfitException when they are none that the tool can be called with, or a policy breaks at them: what
     *     nobody can tell nobody may run
     */
    public Optional<ApprovalTerms> terms(String tool, ToolSpec spec, String arguments) throws UnfitException {
        ProposedCall call = new ProposedCall(tool, read(spec, arguments), caller);
        try {
            return policy(tool).of(call);
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            throw new UnfitException("approval-unclear", "Who has to agree could not be found out: %s.".formatted(e));
        }
    }

    private static Json read(ToolSpec spec, String arguments) throws UnfitException {
        try {
            return spec.input().read(arguments);
        } catch (IllegalArgumentException e) {
            throw new UnfitException("invalid-arguments", "The arguments are unfit: %s.".formatted(e.getMessage()));
        }
    }

    private ApprovalPolicy policy(String tool) {
        ApprovalPolicy declared = tools.approval(tool);
        ApprovalPolicy wanted = approvals.of(tool);
        if (declared.equals(ApprovalPolicy.NOBODY)) {
            return wanted;
        }
        return wanted.equals(ApprovalPolicy.NOBODY) ? declared : declared.and(wanted);
    }
}
