package org.talkoot.gateway.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.gateway.http.exchange.HealthSettings;

/** What stands in {@code deploy/kubernetes} is what the API takes, and says what a node reads. */
final class KubernetesFilesTest {

    private static final String FOLDER = "kubernetes/";

    /** What the files themselves and the JVM read. */
    private static final List<String> NOT_OURS = List.of("POD_NAME", "POD_NAMESPACE", "JDK_JAVA_OPTIONS");

    private static final Map<String, Class<?>> KINDS = Map.of(
            "v1/Namespace", Namespace.class,
            "v1/ConfigMap", ConfigMap.class,
            "v1/Secret", Secret.class,
            "v1/Service", Service.class,
            "apps/v1/StatefulSet", StatefulSet.class,
            "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class,
            "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class);

    /** Its model of the API keeps what it does not know; we want to hear of it. */
    private static final ObjectMapper STRICT = new ObjectMapper()
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                @Serial
                private static final long serialVersionUID = 1;

                @Override
                public Boolean hasAnySetter(Annotated a) {
                    return false;
                }
            });

    static Stream<String> files() {
        return DeployFiles.names(FOLDER, ".yaml").stream().filter(name -> !name.equals("kustomization.yaml"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void areWhatTheApiTakes(String file) throws Exception {
        for (JsonNode document : DeployFiles.yaml(FOLDER + file)) {
            Class<?> kind = KINDS.get(document.get("apiVersion").asText() + "/"
                    + document.get("kind").asText());

            assertThat(kind).as(document.get("kind").asText()).isNotNull();
            assertThat(STRICT.treeToValue(document, kind)).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/spec, replica",
        "/spec/template/spec, terminationGracePeriod",
        "/spec/template/spec/containers/0/readinessProbe/httpGet, uri"
    })
    void aMisspelledFieldWouldBeFound(String at, String name) {
        ObjectNode statefulSet = one("statefulset.yaml").deepCopy();
        ((ObjectNode) statefulSet.at(at)).put(name, "x");

        assertThatThrownBy(() -> STRICT.treeToValue(statefulSet, StatefulSet.class))
                .isInstanceOf(JsonMappingException.class)
                .hasMessageContaining(name);
    }

    @Test
    void kustomizationHasAllOfThemButTheExampleOfSecrets() {
        List<String> listed = new ArrayList<>();
        one("kustomization.yaml").get("resources").forEach(name -> listed.add(name.asText()));

        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(
                        files().filter(name -> !name.startsWith("secret")).toList());
    }

    @Test
    void aNodeReadsTheirSettingsAndListensWhereTheContainerSays() {
        NodeSettings settings = DeployFiles.settings(file(), environment());

        Map<String, Integer> ports = containerPorts();
        assertThat(settings.edges().http().port()).isEqualTo(ports.get("http"));
        assertThat(settings.edges().health().listener())
                .contains(new HealthSettings.Listener("0.0.0.0", ports.get("health")));
        assertThat(settings.cluster().port()).isEqualTo(ports.get("cluster"));
        assertThat(settings.cluster().seedNodes()).isEmpty();
        assertThat(settings.persistence().database().url()).startsWith("jdbc:postgresql:");
    }

    @Test
    void aNodeIsKnownToOthersByTheNameOfItsPod() {
        String host = environment().get("TALKOOT_CLUSTER_HOST");

        JsonNode spec = one("statefulset.yaml").get("spec");
        assertThat(host)
                .isEqualTo(
                        "$(POD_NAME).%s.$(POD_NAMESPACE).svc.cluster.local",
                        spec.get("serviceName").asText());
        assertThat(service(spec.get("serviceName").asText())
                        .at("/spec/clusterIP")
                        .asText())
                .isEqualTo("None");
        assertThat(service(spec.get("serviceName").asText())
                        .at("/spec/publishNotReadyAddresses")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void theEnvironmentIsThatOfReferenceConf() {
        assertThat(environment().keySet().stream().filter(name -> !NOT_OURS.contains(name)))
                .isNotEmpty()
                .allMatch(DeployFiles.environment()::contains);
        assertThat(secret("talkoot-models")).allMatch(DeployFiles.environment()::contains);
    }

    @Test
    void theExampleOfSecretsHasTheKeysThatAreAskedFor() {
        List<String> keys = container().findParents("secretKeyRef").stream()
                .map(from -> from.at("/secretKeyRef/key").asText())
                .toList();

        assertThat(keys).isNotEmpty().allMatch(secret("talkoot-database")::contains);
    }

    @Test
    void probesServicesAndPoliciesNamePortsOfTheContainer() {
        List<String> named = new ArrayList<>();
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(container().get(probe).at("/httpGet/port").asText()).isEqualTo("health");
        }
        DeployFiles.yaml(FOLDER + "services.yaml")
                .forEach(service -> service.at("/spec/ports")
                        .forEach(port -> named.add(port.get("targetPort").asText())));
        one("networkpolicy.yaml").findParents("port").stream()
                .filter(port -> port.get("port").isTextual())
                .forEach(port -> named.add(port.get("port").asText()));

        assertThat(new TreeSet<>(named))
                .isEqualTo(new TreeSet<>(containerPorts().keySet()));
    }

    @Test
    void selectorsFindThePods() {
        JsonNode labels = one("statefulset.yaml").at("/spec/template/metadata/labels");
        List<JsonNode> selectors = new ArrayList<>();
        selectors.add(one("statefulset.yaml").at("/spec/selector/matchLabels"));
        selectors.add(one("poddisruptionbudget.yaml").at("/spec/selector/matchLabels"));
        selectors.add(one("networkpolicy.yaml").at("/spec/podSelector/matchLabels"));
        DeployFiles.yaml(FOLDER + "services.yaml").forEach(service -> selectors.add(service.at("/spec/selector")));

        assertThat(selectors).hasSize(5).allMatch(labels::equals);
    }

    @Test
    void nothingIsReachedFromOutsideTheCluster() {
        assertThat(service("talkoot").at("/spec/type").asText()).isEqualTo("ClusterIP");
        assertThat(files().flatMap(name -> DeployFiles.yaml(FOLDER + name).stream()))
                .noneMatch(document -> document.get("kind").asText().matches("Ingress|.*Route"))
                .noneMatch(document -> document.at("/spec/type").asText().matches("LoadBalancer|NodePort"));
    }

    @Test
    void aNodeHasTheTimeThatItNeedsToStop() {
        int pause = container().at("/lifecycle/preStop/sleep/seconds").asInt();

        assertThat(pause).isPositive();
        assertThat(one("statefulset.yaml")
                        .at("/spec/template/spec/terminationGracePeriodSeconds")
                        .asInt())
                .isGreaterThanOrEqualTo(pause + 2 * (int) Node.STOPS_WITHIN.toSeconds());
    }

    @Test
    void aNodeHasTheTimeThatItNeedsToJoin() {
        JsonNode probe = container().get("startupProbe");
        long patience = (long) probe.get("periodSeconds").asInt()
                * probe.get("failureThreshold").asInt();

        assertThat(patience)
                .isGreaterThan(DeployFiles.settings(file(), environment())
                        .joinTimeout()
                        .toSeconds());
    }

    private static JsonNode one(String file) {
        List<JsonNode> documents = DeployFiles.yaml(FOLDER + file);
        assertThat(documents).hasSize(1);
        return documents.getFirst();
    }

    private static JsonNode service(String name) {
        return DeployFiles.yaml(FOLDER + "services.yaml").stream()
                .filter(service -> service.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> secret(String name) {
        List<String> keys = new ArrayList<>();
        DeployFiles.yaml(FOLDER + "secret.example.yaml").stream()
                .filter(secret -> secret.at("/metadata/name").asText().equals(name))
                .forEach(secret -> secret.get("stringData").fieldNames().forEachRemaining(keys::add));
        assertThat(keys).isNotEmpty();
        return keys;
    }

    private static String file() {
        return one("configmap.yaml").at("/data/talkoot.conf").asText();
    }

    private static JsonNode container() {
        return one("statefulset.yaml").at("/spec/template/spec/containers/0");
    }

    private static Map<String, Integer> containerPorts() {
        Map<String, Integer> ports = new TreeMap<>();
        container()
                .get("ports")
                .forEach(port -> ports.put(
                        port.get("name").asText(), port.get("containerPort").asInt()));
        return ports;
    }

    /** The environment of the container, with the secrets of the example. */
    private static Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        container()
                .get("env")
                .forEach(variable -> environment.put(variable.get("name").asText(), value(variable)));
        return environment;
    }

    private static String value(JsonNode variable) {
        JsonNode key = variable.at("/valueFrom/secretKeyRef/key");
        return key.isMissingNode()
                ? variable.path("value").asText()
                : DeployFiles.yaml(FOLDER + "secret.example.yaml")
                        .getFirst()
                        .get("stringData")
                        .get(key.asText())
                        .asText();
    }
}
