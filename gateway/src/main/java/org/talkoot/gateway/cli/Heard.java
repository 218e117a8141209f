package org.talkoot.gateway.cli;

/** What somebody who waits for an answer hears from the feed of a conversation. */
sealed interface Heard {

    /** The turn is over; what is left to print. */
    record Ended(String text) implements Heard {}

    /** A run waits until a human decides. */
    record Asked(String run, String call, int version, String agent, String question) implements Heard {}
}
