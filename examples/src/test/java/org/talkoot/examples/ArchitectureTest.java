package org.talkoot.examples;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import org.talkoot.rules.HouseRules;

/** Examples see what their readers see: the node, not its benchmarks. */
@AnalyzeClasses(packages = "org.talkoot.examples", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

    @ArchTest
    static final ArchTests HOUSE = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule seesOnlyTheModulesBelow =
            HouseRules.seesNothingOf("org.talkoot.benchmarks..", "org.talkoot.testkit..");
}
