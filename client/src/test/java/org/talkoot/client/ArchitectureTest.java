package org.talkoot.client;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import org.talkoot.rules.HouseRules;

/** A client knows the HTTP surface and nothing else of nodes. */
@AnalyzeClasses(packages = "org.talkoot.client", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

    @ArchTest
    static final ArchTests HOUSE = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule seesNothingOfNodes = HouseRules.seesNothingOf(
            "org.talkoot.core..",
            "org.talkoot.agents..",
            "org.talkoot.persistence..",
            "org.talkoot.cluster..",
            "org.talkoot.bridges..",
            "org.talkoot.gateway..",
            "org.apache.pekko..",
            "org.slf4j..");
}
