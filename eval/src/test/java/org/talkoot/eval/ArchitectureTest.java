package org.talkoot.eval;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import org.talkoot.rules.HouseRules;

/** Evaluations see nodes; only one package sees YAML, and nothing of what a node is made of. */
@AnalyzeClasses(packages = "org.talkoot.eval", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

    @ArchTest
    static final ArchTests HOUSE = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule seesNodesFromOutside = HouseRules.seesNothingOf(
            "org.talkoot.persistence..", "org.talkoot.bridges..", "org.talkoot.cluster..", "org.talkoot.testkit..");

    @ArchTest
    static final ArchRule valuesSeeNothing = com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses()
            .that()
            .resideInAPackage("org.talkoot.eval.suite")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.yaml..", "org.talkoot.gateway..");
}
