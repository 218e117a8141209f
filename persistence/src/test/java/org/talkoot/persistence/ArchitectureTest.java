package org.talkoot.persistence;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;

/** The database sees the model; no sibling module, and each vendor's types stay in one package. */
@AnalyzeClasses(packages = "org.talkoot.persistence", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final List<String> VENDORS =
            List.of("com.zaxxer.hikari", "org.flywaydb", "org.sqlite", "org.postgresql");

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("org.talkoot.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule seesOnlyTheModulesBelow = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.talkoot.agents..",
                    "org.talkoot.cluster..",
                    "org.talkoot.gateway..",
                    "org.talkoot.benchmarks..",
                    "org.talkoot.examples..",
                    "org.talkoot.testkit..");

    @ArchTest
    static void eachVendorIsSeenByOnePackage(JavaClasses ours) {
        for (String vendor : VENDORS) {
            assertThat(packagesThatSee(vendor, ours)).as(vendor).hasSizeLessThanOrEqualTo(1);
        }
    }

    private static Set<String> packagesThatSee(String vendor, JavaClasses ours) {
        return ours.stream()
                .filter(type -> type.getDirectDependenciesFromSelf().stream()
                        .map(dependency -> dependency.getTargetClass().getPackageName() + ".")
                        .anyMatch(seen -> seen.startsWith(vendor + ".")))
                .map(JavaClass::getPackageName)
                .collect(toSet());
    }
}
