package org.talkoot.gateway;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import org.talkoot.rules.HouseRules;

/** The gateway sees every module below it, and no broker. */
@AnalyzeClasses(packages = "org.talkoot.gateway", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchTests HOUSE = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule seesOnlyTheModulesBelow =
            HouseRules.seesNothingOf("org.talkoot.benchmarks..", "org.talkoot.examples..", "org.talkoot.testkit..");

    @ArchTest
    static final ArchRule namesNoBroker = HouseRules.seesNothingOf(
            "org.talkoot.bridges.kafka..",
            "org.apache.kafka..",
            "org.apache.pekko.kafka..",
            "io.nats..",
            "com.rabbitmq..",
            "io.lettuce..",
            "org.apache.pulsar..");
}
