package org.talkoot.core;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import java.io.Serializable;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.talkoot.rules.HouseRules;

/** The model is pure: it sees the JDK without its clocks, dice, sockets and files, and nothing else. */
@AnalyzeClasses(packages = "org.talkoot", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

    private static final Set<Class<?>> IMPURE_TYPES = Set.of(
            Clock.class,
            InstantSource.class,
            Random.class,
            SplittableRandom.class,
            ThreadLocalRandom.class,
            SecureRandom.class,
            Timer.class,
            Executors.class,
            Runtime.class,
            Process.class,
            ProcessBuilder.class);

    /** Types of otherwise impure packages that only hold a value. */
    private static final Set<Class<?>> PURE_EXCEPTIONS = Set.of(Serializable.class, URI.class);

    private static final Set<String> IMPURE_METHODS = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.System.getenv",
            "java.lang.System.getProperty",
            "java.lang.System.getLogger",
            "java.lang.System.identityHashCode",
            "java.lang.Math.random",
            "java.lang.Thread.sleep",
            "java.lang.Thread.start",
            "java.lang.Thread.startVirtualThread",
            "java.util.UUID.randomUUID",
            "java.util.Collections.shuffle");

    @ArchTest
    static final ArchTests HOUSE = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule seesOnlyTheJdkAndNullnessAnnotations = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("org.talkoot.core..", "org.jspecify.annotations", "java..");

    @ArchTest
    static final ArchRule doesNoInputAndOutput = noClasses().should().dependOnClassesThat(areImpure());

    @ArchTest
    static final ArchRule readsNoClockAndRollsNoDice = noClasses().should().accessTargetWhere(theTargetIsImpure());

    private static DescribedPredicate<JavaClass> areImpure() {
        var packages = JavaClass.Predicates.resideInAnyPackage(
                "java.io..",
                "java.net..",
                "java.nio.channels..",
                "java.nio.file..",
                "java.sql..",
                "java.util.logging..",
                "java.util.random..");
        return describe(
                "do input or output, tell the time or are random",
                type -> isOneOf(IMPURE_TYPES, type) || (packages.test(type) && !isOneOf(PURE_EXCEPTIONS, type)));
    }

    private static DescribedPredicate<JavaAccess<?>> theTargetIsImpure() {
        return describe("the target is impure", access -> isImpure(access.getTarget()));
    }

    private static boolean isImpure(AccessTarget target) {
        var owner = target.getOwner();
        var readsTheClock =
                owner.getPackageName().equals("java.time") && target.getName().equals("now");
        return readsTheClock || IMPURE_METHODS.contains(owner.getName() + "." + target.getName());
    }

    private static boolean isOneOf(Set<Class<?>> types, JavaClass type) {
        return types.stream().anyMatch(type::isEquivalentTo);
    }
}
