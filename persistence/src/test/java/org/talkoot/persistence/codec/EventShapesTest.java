package org.talkoot.persistence.codec;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.talkoot.core.RunId;
import org.talkoot.testkit.shape.ShapeFiles;
import org.talkoot.testkit.shape.Shapes;

/** What is stored under a name and a version has the fields that it always had, however deep they are. */
final class EventShapesTest {

    private static final ShapeFiles WRITTEN = new ShapeFiles(Path.of("src/test/resources/shapes"));

    @Test
    void noKindHasAnotherShapeThanItsVersionHas() {
        assertThat(WRITTEN.broken(shapes(EventCatalog.standard())))
                .as(ShapeFiles.WHAT_TO_DO)
                .isEmpty();
    }

    private static Shapes shapes(Catalog catalog) {
        Shapes.Builder shapes = Shapes.with(families(catalog), Set.of(RunId.class));
        catalog.entries().forEach(entry -> shapes.kind(entry.name(), entry.version(), entry.type()));
        return shapes.build();
    }

    private static Map<Class<?>, Map<Class<?>, String>> families(Catalog catalog) {
        return catalog.families().entrySet().stream()
                .collect(toMap(
                        Map.Entry::getKey,
                        family -> family.getValue().stream()
                                .collect(toMap(Catalog.Variant::type, Catalog.Variant::name))));
    }
}
