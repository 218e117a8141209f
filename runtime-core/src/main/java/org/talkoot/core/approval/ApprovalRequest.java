package org.talkoot.core.approval;

import java.time.Instant;
import org.talkoot.core.CallId;

/**
 * What is laid before people: a call, word for word. What they decide holds for exactly this, and for nothing that it
 * becomes later: an edit, or another specification of the tool, is the next version, and is asked about anew.
 *
 * @param arguments the bytes that the tool will read
 * @param specification the fingerprint of the tool's specification as it was then
 * @param version 0 when it is asked first
 */
public record ApprovalRequest(
        CallId call,
        String tool,
        String arguments,
        String specification,
        ApprovalTerms terms,
        int version,
        Instant at) {

    /** When nobody is waited for any more. */
    public Instant until() {
        return at.plus(terms.patience());
    }

    /** The same call with other arguments, under terms that may be others. */
    public ApprovalRequest edited(String changed, ApprovalTerms now, String specificationNow, Instant when) {
        return new ApprovalRequest(call, tool, changed, specificationNow, now, version + 1, when);
    }
}
