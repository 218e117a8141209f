package org.talkoot.benchmarks;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import org.talkoot.rules.HouseRules;

/** Benchmarks see the node and nothing above it. */
@AnalyzeClasses(packages = "org.talkoot.benchmarks", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

    @ArchTest
    static final ArchTests HOUSE = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule seesOnlyTheModulesBelow =
            HouseRules.seesNothingOf("org.talkoot.examples..", "org.talkoot.testkit..");
}
