package org.talkoot.cluster;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** How a cluster forms has nothing to do with what runs in it. */
@AnalyzeClasses(packages = "org.talkoot.cluster", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("org.talkoot.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule seesOnlyTheModulesBelow = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.talkoot.core..",
                    "org.talkoot.agents..",
                    "org.talkoot.persistence..",
                    "org.talkoot.gateway..",
                    "org.talkoot.benchmarks..",
                    "org.talkoot.examples..",
                    "org.talkoot.testkit..");
}
