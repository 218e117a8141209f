package org.talkoot.persistence.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page in the documentation says what the catalog says. */
final class EventCataloguePageTest {

    private static final Path PAGE = Path.of("../docs/event-catalogue.md");
    private static final String REGENERATE = "talkoot.regenerate";

    @Test
    void thePageOfEventsShowsTheCatalog() throws IOException {
        String expected = new EventCataloguePage(EventCatalog.standard()).text();
        if (Boolean.getBoolean(REGENERATE)) {
            Files.writeString(PAGE, expected);
        }

        assertThat(PAGE)
                .as("generated: run this test with -D%s=true and look at the difference", REGENERATE)
                .hasContent(expected);
    }
}
