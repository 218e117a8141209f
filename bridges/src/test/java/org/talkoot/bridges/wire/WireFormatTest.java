package org.talkoot.bridges.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class WireFormatTest {

    @Test
    void isFoundByTheNameThatConfigurationUses() {
        for (WireFormat format : WireFormat.values()) {
            assertThat(WireFormat.of(format.configName())).isEqualTo(format);
        }
    }

    @Test
    void saysWhichNamesThereAre() {
        assertThatThrownBy(() -> WireFormat.of("avro"))
                .hasMessage(
                        "'avro' is not a wire format; there are json, cloudevents-structured," + " cloudevents-binary");
    }
}
