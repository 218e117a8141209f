package org.talkoot.proofs.crash;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.talkoot.testkit.process.SharedClasses;

/**
 * Which build of Talkoot a node runs, and what is added to the options of its JVM.
 *
 * @param classPath empty: that of the tests
 */
public record Release(String name, Optional<String> classPath, List<String> options) {

    /** The one that the tests are of. */
    public static final Release THIS = new Release("this build", Optional.empty(), List.of());

    public Release {
        options = List.copyOf(options);
    }

    /** The same with options of the JVM. */
    public Release with(String... more) {
        return new Release(name, classPath, List.of(more));
    }

    SharedClasses classes(SharedClasses.Example example) throws IOException {
        return classPath.isPresent() ? SharedClasses.from(classPath.get()) : SharedClasses.of(example);
    }
}
