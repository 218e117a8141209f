package org.talkoot.testkit.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a reader of an older build could not know of is seen, and nothing else. */
final class ShapesTest {

    sealed interface Reply {
        record Yes(String text) implements Reply {}

        record No(Optional<Reason> reason) implements Reply {}
    }

    enum Reason {
        LATE,
        WRONG
    }

    record Posted(
            String text, List<Reply> replies, @Nullable Posted before) {}

    private static final String POSTED = "type testkit.shape.ShapesTest.Posted = "
            + "before: testkit.shape.ShapesTest.Posted; replies: List<testkit.shape.ShapesTest.Reply>; text: String";
    private static final Shapes NOW = shapes(1);

    @TempDir
    Path folder;

    private static Shapes shapes(int version) {
        return Shapes.with(Map.of(Reply.class, Map.of(Reply.Yes.class, "yes", Reply.No.class, "no")), Set.of())
                .kind("posted", version, Posted.class)
                .build();
    }

    /** What there was: today's, with some words of it changed. */
    private static Shapes before(String now, String then) {
        List<String> lines =
                NOW.lines().stream().map(line -> line.replace(now, then)).toList();
        assertThat(lines).isNotEqualTo(NOW.lines());
        return Shapes.read(lines);
    }

    @Test
    void areWrittenDownToTheLastField() {
        assertThat(NOW.lines())
                .containsExactly(
                        "kind posted v1 = testkit.shape.ShapesTest.Posted",
                        POSTED,
                        "type testkit.shape.ShapesTest.Reason = LATE: constant; WRONG: constant",
                        "type testkit.shape.ShapesTest.Reply = no: testkit.shape.ShapesTest.Reply.No;"
                                + " yes: testkit.shape.ShapesTest.Reply.Yes",
                        "type testkit.shape.ShapesTest.Reply.No = reason: Optional<testkit.shape.ShapesTest.Reason>",
                        "type testkit.shape.ShapesTest.Reply.Yes = text: String");
        assertThat(NOW.changesSince(Shapes.read(NOW.lines()))).isEmpty();
    }

    @Test
    void sayWhichFieldIsNewAndWhichIsGone() {
        assertThat(NOW.changesSince(before("; text: String", "; subject: String")))
                .containsExactly("posted v1: 'subject' is gone", "posted v1: 'text' is new");
    }

    @Test
    void sayWhichVariantIsNewAndWhichConstantHoweverDeepTheyAre() {
        assertThat(NOW.changesSince(before("; yes: testkit.shape.ShapesTest.Reply.Yes", "")))
                .containsExactly("posted v1: 'replies.yes' is new");
        assertThat(NOW.changesSince(before("; WRONG: constant", "")))
                .containsExactly("posted v1: 'replies.no.reason.WRONG' is new");
    }

    @Test
    void sayWhatHasAnotherType() {
        assertThat(NOW.changesSince(before("; text: String", "; text: int")))
                .containsExactly("posted v1: 'text' was int and is String");
        assertThat(NOW.changesSince(before("Optional<testkit.shape.ShapesTest.Reason>", "String")))
                .singleElement()
                .asString()
                .startsWith("posted v1: 'replies.no.reason' was String and is Optional<");
    }

    @Test
    void sayWhatIsNotReadAnyMore() {
        assertThat(NOW.changesSince(before("kind posted v1", "kind posted v2")))
                .containsExactly("posted v2 is not read any more");
        assertThat(NOW.changesSince(before("kind posted v1", "kind removed v1")))
                .containsExactly("removed v1 is not read any more");
    }

    @Test
    void allowWhatHasANewVersionAndATypeOfAnotherName() {
        assertThat(shapes(2).changesSince(before("; text: String", ""))).isEmpty();
        assertThat(NOW.changesSince(before("ShapesTest.Reply", "Elsewhere.Answer")))
                .isEmpty();
    }

    @Test
    void areComparedWithEachReleaseAndWithWhatWasWrittenLast() throws Exception {
        ShapeFiles files = new ShapeFiles(folder);
        assertThat(files.against(NOW)).singleElement().asString().contains("has no unreleased.txt");

        Files.write(folder.resolve("unreleased.txt"), NOW.lines());
        assertThat(files.against(NOW)).isEmpty();

        Files.write(folder.resolve("0.1.0.txt"), before("; text: String", "").lines());
        assertThat(files.against(NOW)).containsExactly("posted v1: 'text' is new");

        Files.delete(folder.resolve("0.1.0.txt"));
        assertThat(files.against(Shapes.with(Map.of(), Set.of())
                        .kind("posted", 1, Reply.Yes.class)
                        .build()))
                .isNotEmpty();
        assertThat(files.against(shapes(2)))
                .as("kinds that changed by the rules are written down too")
                .singleElement()
                .asString()
                .contains("does not name as they are");
    }
}
