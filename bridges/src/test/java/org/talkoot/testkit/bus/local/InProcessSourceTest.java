package org.talkoot.testkit.bus.local;

import org.talkoot.testkit.bus.EventSourceConformance;
import org.talkoot.testkit.bus.SourceFixture;

final class InProcessSourceTest extends EventSourceConformance {

    @Override
    protected SourceFixture createFixture() {
        return new InProcessFixture();
    }
}
