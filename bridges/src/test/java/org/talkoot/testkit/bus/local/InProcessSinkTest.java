package org.talkoot.testkit.bus.local;

import org.talkoot.testkit.bus.EventSinkConformance;
import org.talkoot.testkit.bus.SinkFixture;

final class InProcessSinkTest extends EventSinkConformance {

    @Override
    protected SinkFixture createFixture() {
        return new InProcessFixture();
    }
}
