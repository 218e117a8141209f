package org.talkoot.cluster;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import org.talkoot.rules.HouseRules;

/** How a cluster forms has nothing to do with what runs in it. */
@AnalyzeClasses(packages = "org.talkoot.cluster", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

    @ArchTest
    static final ArchTests HOUSE = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule seesOnlyTheModulesBelow = HouseRules.seesNothingOf(
            "org.talkoot.core..",
            "org.talkoot.agents..",
            "org.talkoot.persistence..",
            "org.talkoot.bridges..",
            "org.talkoot.gateway..",
            "org.talkoot.benchmarks..",
            "org.talkoot.examples..",
            "org.talkoot.testkit..");
}
