package org.talkoot.core.guard;

/**
 * Somebody who is asked what to do about a text: a service, a classifier, a data base. Called on a virtual thread that
 * is interrupted when its time is over; may block. Asked again after a crash, so asking must change nothing.
 */
@FunctionalInterface
public interface GuardService {

    /**
     * What is to be done about it.
     *
     * @throws Exception when it cannot say; the text goes on, or not, as the {@link AskedGuardrail} has it
     */
    Verdict judge(Subject subject) throws Exception;
}
