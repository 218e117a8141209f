package org.talkoot.gateway.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The container image, as the pom of the examples describes it, is the one that the files in {@code deploy/} start. */
final class ImageTest {

    private static final String POM = DeployFiles.text("../examples/pom.xml");
    private static final JsonNode POD =
            DeployFiles.yaml("kubernetes/statefulset.yaml").getFirst().at("/spec/template/spec");

    @Test
    void hasTheNameThatIsStarted() {
        String image =
                all("<image>(talkoot/[a-z-]+):\\$\\{project\\.version}</image>").getFirst();
        JsonNode kustomized =
                DeployFiles.yaml("kubernetes/kustomization.yaml").getFirst().at("/images/0");

        assertThat(POD.at("/containers/0/image").asText()).isEqualTo(image);
        assertThat(kustomized.get("name").asText()).isEqualTo(image);
        assertThat(DeployFiles.yaml("compose/compose.yaml")
                        .getFirst()
                        .at("/x-node/image")
                        .asText())
                .isEqualTo(image + ":" + kustomized.get("newTag").asText());
    }

    @Test
    void hasTheUserAndThePortsOfThePod() {
        List<String> ports = new ArrayList<>();
        POD.at("/containers/0/ports")
                .forEach(port -> ports.add(port.get("containerPort").asText()));

        assertThat(all("<port>(\\d+)</port>")).containsExactlyInAnyOrderElementsOf(ports);
        assertThat(all("<user>(.*)</user>"))
                .containsExactly("%s:%s"
                        .formatted(
                                POD.at("/securityContext/runAsUser").asText(),
                                POD.at("/securityContext/runAsGroup").asText()));
    }

    @Test
    void startsTheJvmAsEverybodyDoes() {
        assertThat(all("<jvmFlag>(.*)</jvmFlag>"))
                .containsExactly(DeployFiles.text("../.mvn/jvm.config").strip().split("\\s+"));
    }

    @Test
    void isGivenAnEnvironmentThatANodeReads() {
        assertThat(all("<(TALKOOT_[A-Z_]+)>")).isNotEmpty().allMatch(DeployFiles.environment()::contains);
    }

    private static List<String> all(String pattern) {
        return Pattern.compile(pattern)
                .matcher(POM)
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
