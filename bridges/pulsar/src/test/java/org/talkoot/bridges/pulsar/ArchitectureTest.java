package org.talkoot.bridges.pulsar;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import org.talkoot.rules.HouseRules;

/** Of ours, Pulsar's bridge sees the ports of a broker and what all bridges share. */
@AnalyzeClasses(packages = "org.talkoot.bridges.pulsar", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

    @ArchTest
    static final ArchTests HOUSE = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule seesOnlyPorts = HouseRules.seesNothingOf(
            "org.talkoot.agents..",
            "org.talkoot.persistence..",
            "org.talkoot.cluster..",
            "org.talkoot.gateway..",
            "org.talkoot.testkit..");
}
