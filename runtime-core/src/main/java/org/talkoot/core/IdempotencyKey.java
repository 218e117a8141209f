package org.talkoot.core;

/**
 * What a tool may use to recognise a call it has already carried out. Derived from run and call: the same after every
 * crash and in every attempt, different for every call.
 */
public record IdempotencyKey(String value) {

    public static IdempotencyKey of(RunId run, CallId call) {
        return new IdempotencyKey(run.value() + ":" + call.value());
    }

    @Override
    public String toString() {
        return value;
    }
}
