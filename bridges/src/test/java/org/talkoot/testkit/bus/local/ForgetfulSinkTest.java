package org.talkoot.testkit.bus.local;

import org.talkoot.testkit.bus.EventSinkConformance;
import org.talkoot.testkit.bus.SinkFixture;

final class ForgetfulSinkTest extends EventSinkConformance {

    @Override
    protected SinkFixture createFixture() {
        return new InProcessFixture(InProcessBus::sinkWithoutMarks);
    }
}
