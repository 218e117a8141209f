package org.talkoot.agents;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import org.talkoot.rules.HouseRules;

/** Agents see the model and Pekko; no sibling module, no socket, and a model provider's types stay in one package. */
@AnalyzeClasses(packages = "org.talkoot.agents", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

    /** Each library, and the packages that may see it. */
    private static final Map<String, List<String>> VENDORS = Map.of(
            "dev.langchain4j", List.of("org.talkoot.agents.provider.langchain4j", "org.talkoot.agents.tool.method"),
            "com.cronutils", List.of("org.talkoot.agents.cron"));

    @ArchTest
    static final ArchTests HOUSE = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule seesOnlyTheModulesBelow = HouseRules.seesNothingOf(
            "org.talkoot.persistence..",
            "org.talkoot.cluster..",
            "org.talkoot.bridges..",
            "org.talkoot.gateway..",
            "org.talkoot.benchmarks..",
            "org.talkoot.examples..",
            "org.talkoot.testkit..");

    /** LangChain4j's providers are one adapter; its tool annotations are what users write. Cron is another. */
    @ArchTest
    static void eachVendorIsSeenByItsAdapterOnly(JavaClasses ours) {
        VENDORS.forEach((vendor, adapters) ->
                assertThat(HouseRules.packagesThatSee(vendor, ours)).as(vendor).isSubsetOf(adapters));
    }
}
