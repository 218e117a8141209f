package org.talkoot.testkit.bus;

/** How a fixture's broker can be made to go away and come back. */
public sealed interface BrokerSwitch {

    /** It can. */
    non-sealed interface OnOff extends BrokerSwitch, AutoCloseable {

        /** As by SIGKILL: the broker gets no chance to say good-bye. Returns when it is gone. */
        void off();

        /** With all that it had acknowledged. Returns when it answers. */
        void on();

        /** Away for good. */
        @Override
        void close();
    }

    /** It cannot, and here is why; the suites report it instead of passing over it. */
    record AlwaysOn(String why) implements BrokerSwitch {

        public AlwaysOn {
            if (why.isBlank()) {
                throw new IllegalArgumentException("a capability is declined with a reason");
            }
        }
    }
}
