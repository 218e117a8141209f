package org.talkoot.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import org.talkoot.rules.HouseRules;

/** A worker knows nothing of nodes, and of a broker only where its name stands. */
@AnalyzeClasses(packages = "org.talkoot.worker", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

    @ArchTest
    static final ArchTests HOUSE = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule seesNothingOfNodes = HouseRules.seesNothingOf(
            "org.talkoot.core..",
            "org.talkoot.agents..",
            "org.talkoot.persistence..",
            "org.talkoot.cluster..",
            "org.talkoot.bridges..",
            "org.talkoot.gateway..",
            "org.apache.pekko..");

    @ArchTest
    static final ArchRule seesBrokersInTheirPackagesAlone = noClasses()
            .that()
            .resideInAnyPackage("org.talkoot.worker", "org.talkoot.worker.broker")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..",
                    "org.talkoot.worker.kafka..",
                    "io.nats..",
                    "org.talkoot.worker.nats..",
                    "org.apache.pulsar..",
                    "org.talkoot.worker.pulsar..",
                    "com.rabbitmq..",
                    "org.talkoot.worker.rabbitmq..",
                    "io.lettuce..",
                    "org.talkoot.worker.redis..");
}
