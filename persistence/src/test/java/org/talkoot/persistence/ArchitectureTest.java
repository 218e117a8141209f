package org.talkoot.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.talkoot.rules.HouseRules;

/** The database sees the model; no sibling module, and each vendor's types stay in one package. */
@AnalyzeClasses(packages = "org.talkoot.persistence", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final List<String> VENDORS =
            List.of("com.zaxxer.hikari", "org.flywaydb", "org.sqlite", "org.postgresql");

    @ArchTest
    static final ArchTests HOUSE = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule seesOnlyTheModulesBelow = HouseRules.seesNothingOf(
            "org.talkoot.agents..",
            "org.talkoot.cluster..",
            "org.talkoot.bridges..",
            "org.talkoot.gateway..",
            "org.talkoot.benchmarks..",
            "org.talkoot.examples..",
            "org.talkoot.testkit..");

    @ArchTest
    static void eachVendorIsSeenByOnePackage(JavaClasses ours) {
        for (String vendor : VENDORS) {
            assertThat(HouseRules.packagesThatSee(vendor, ours)).as(vendor).hasSizeLessThanOrEqualTo(1);
        }
    }
}
