package org.talkoot.gateway.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.Caller;
import org.talkoot.core.TenantId;
import org.talkoot.gateway.identity.Authentication;
import org.talkoot.testkit.node.LocalNode;

/** An application's own way to find out who calls, and how far what it finds out goes. */
final class CallersOfRemoteToolsTest {

    @TempDir
    Path directory;

    @Test
    void aWorkerIsToldOnWhoseBehalfItWorks() {
        Caller ann = Caller.of(TenantId.DEFAULT, "ann", "payer", "clerk");
        OutgoingTap.open();
        try (LocalNode node = LocalNode.start(
                Workshop.application().authenticator(request -> new Authentication.Known(ann)), directory)) {
            Workshop.say(node, "of-ann", "patient");

            JsonNode caller = Workshop.request("patient", "of-ann", 1).get("caller");

            assertThat(caller.get("user").asText()).isEqualTo("ann");
            assertThat(caller.get("roles")).extracting(JsonNode::asText).containsExactly("clerk", "payer");
        } finally {
            OutgoingTap.shut();
        }
    }
}
