package org.talkoot.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Collection;
import java.util.Set;

/**
 * What holds in every module: {@code @ArchTest static final ArchTests HOUSE = ArchTests.in(HouseRules.class)}. The
 * source is compiled into the tests of each module, so that no artifact depends on it.
 */
public final class HouseRules {

    /** More than a reader keeps in mind. */
    private static final int MOST_FILES = 20;

    /** Words that stand for a thing without saying which. */
    private static final String SAY_NOTHING =
            "(.*(Manager|Helper|Utils?|Impl|Common|Info|Data|Wrapper))|((Abstract|Base)[A-Z].*)";

    private HouseRules() {}

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("org.talkoot.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule namesSayWhatTypesAre = noClasses().should().haveNameMatching(".*[.$](" + SAY_NOTHING + ")");

    @ArchTest
    static void packagesAreSmall(JavaClasses ours) {
        Set<JavaPackage> packages = ours.stream().map(JavaClass::getPackage).collect(toSet());
        assertThat(packages)
                .allSatisfy(each -> assertThat(
                                each.getClasses().stream().filter(type -> type.isTopLevelClass() && !type.isArray()))
                        .as("files in %s", each.getName())
                        .hasSizeLessThanOrEqualTo(MOST_FILES));
    }

    /** A rule of a module: what its types may not know, as package patterns. */
    public static ArchRule seesNothingOf(String... packages) {
        return noClasses().should().dependOnClassesThat().resideInAnyPackage(packages);
    }

    /** The packages of a module that see a library. */
    public static Set<String> packagesThatSee(String vendor, Collection<JavaClass> ours) {
        return ours.stream()
                .filter(type -> type.getDirectDependenciesFromSelf().stream()
                        .map(dependency -> dependency.getTargetClass().getPackageName() + ".")
                        .anyMatch(seen -> seen.startsWith(vendor + ".")))
                .map(JavaClass::getPackageName)
                .collect(toSet());
    }
}
