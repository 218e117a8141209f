package org.talkoot.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.talkoot.rules.HouseRules;

/** The gateway sees every module below it, and each broker's client stays in one package. */
@AnalyzeClasses(packages = "org.talkoot.gateway", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final List<String> VENDORS = List.of(
            "org.apache.kafka",
            "org.apache.pekko.kafka",
            "io.cloudevents.kafka",
            "io.nats",
            "com.rabbitmq",
            "io.lettuce");

    @ArchTest
    static final ArchTests HOUSE = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule seesOnlyTheModulesBelow =
            HouseRules.seesNothingOf("org.talkoot.benchmarks..", "org.talkoot.examples..", "org.talkoot.testkit..");

    @ArchTest
    static final ArchRule kafkaIsKnownOnlyToItsBridge = noClasses()
            .that()
            .resideOutsideOfPackage("org.talkoot.gateway.bus.kafka")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "org.apache.pekko.kafka..", "io.cloudevents.kafka..");

    @ArchTest
    static void eachVendorIsSeenByOnePackage(JavaClasses ours) {
        for (String vendor : VENDORS) {
            assertThat(HouseRules.packagesThatSee(vendor, ours)).as(vendor).hasSizeLessThanOrEqualTo(1);
        }
    }
}
