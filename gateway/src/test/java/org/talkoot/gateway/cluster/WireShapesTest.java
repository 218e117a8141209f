package org.talkoot.gateway.cluster;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import org.talkoot.agents.entity.EntityWire;
import org.talkoot.agents.wire.WireCatalog;
import org.talkoot.core.RunId;
import org.talkoot.gateway.live.DeltaRelay;
import org.talkoot.persistence.codec.Catalog;
import org.talkoot.persistence.codec.EventCatalog;
import org.talkoot.testkit.shape.ShapeFiles;
import org.talkoot.testkit.shape.Shapes;

/** What nodes say to each other under a name and a version has the fields that it always had, however deep they are. */
final class WireShapesTest {

    private static final ShapeFiles WRITTEN = new ShapeFiles(Path.of("src/test/resources/wire-shapes"));

    @Test
    void noMessageHasAnotherShapeThanItsVersionHas() {
        WireCatalog catalog = WireCatalog.builder()
                .all(EntityWire.catalog())
                .all(DeltaRelay.wire())
                .build();
        Shapes.Builder shapes = Shapes.with(families(catalog), Set.of(RunId.class, ActorRef.class));
        catalog.entries().forEach(entry -> shapes.kind(entry.name(), entry.version(), entry.type()));

        assertThat(WRITTEN.broken(shapes.build())).as(ShapeFiles.WHAT_TO_DO).isEmpty();
    }

    /** What the core's values are called inside messages is what they are called in the journal. */
    private static Map<Class<?>, Map<Class<?>, String>> families(WireCatalog wire) {
        Map<Class<?>, Map<Class<?>, String>> families = new HashMap<>();
        EventCatalog.standard()
                .families()
                .forEach((root, variants) -> families.put(
                        root, variants.stream().collect(toMap(Catalog.Variant::type, Catalog.Variant::name))));
        wire.families()
                .forEach((root, variants) -> families.put(
                        root, variants.stream().collect(toMap(WireCatalog.Variant::type, WireCatalog.Variant::name))));
        return families;
    }
}
