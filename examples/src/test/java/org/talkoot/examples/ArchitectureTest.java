package org.talkoot.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Examples see what their readers see: the node, not its benchmarks. */
@AnalyzeClasses(packages = "org.talkoot.examples", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("org.talkoot.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule seesOnlyTheModulesBelow = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.talkoot.benchmarks..", "org.talkoot.testkit..");
}
