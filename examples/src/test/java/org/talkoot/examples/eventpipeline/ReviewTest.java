package org.talkoot.examples.eventpipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.talkoot.agents.tool.ToolFailureException;

/** What is held against a draft, and the library it is held against. */
final class ReviewTest {

    private static Draft draft(String text) {
        return Draft.first("a topic", List.of("DOC-1", "DOC-2")).withText(text);
    }

    @Test
    void aShortTextWithSourcesBreaksNoRule() {
        assertThat(HouseRules.broken(draft("One thing [DOC-1].\n\nAnother [DOC-2].")))
                .isEmpty();
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        String text = "word ".repeat(HouseRules.MOST_WORDS) + "[DOC-9]\n\nSo they say.";

        assertThat(HouseRules.broken(draft(text)))
                .containsExactly(
                        "It has 84 words; at most 80 are read.",
                        "No source is named for: So they say.",
                        "DOC-9 is not among the sources.");
        assertThat(HouseRules.broken(draft(" "))).containsExactly("There is no text.");
    }

    @Test
    void aDraftComesBackFromItsPayload() {
        Draft rejected = draft("a \"text\"").rejectedFor(List.of("dull"));

        assertThat(Draft.parse(rejected.json())).isEqualTo(rejected);
        assertThatThrownBy(() -> Draft.parse("{nonsense")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLibraryFindsByWordsAndFilesOnce() throws Exception {
        try (Library library = Library.inMemory()) {
            LibraryTools tools = new LibraryTools(library);

            assertThat(tools.searchDocuments("winter ice"))
                    .first()
                    .extracting(LibraryTools.Found::id)
                    .isEqualTo("DOC-4");
            assertThat(tools.searchDocuments("quarks")).isEmpty();
            assertThat(tools.readDocument("DOC-1")).startsWith("DOC-1: Talkoot");
            assertThatThrownBy(() -> tools.readDocument("DOC-99")).isInstanceOf(ToolFailureException.class);
            assertThat(library.file("k1", "ice", "text")).isEqualTo("ART-1");
            assertThat(library.file("k1", "ice", "text")).isEqualTo("ART-1");
            assertThat(library.file("k2", "sea", "text")).isEqualTo("ART-2");
        }
    }
}
