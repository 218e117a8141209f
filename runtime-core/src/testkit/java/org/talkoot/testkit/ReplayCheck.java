package org.talkoot.testkit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.talkoot.core.StreamId;
import org.talkoot.core.run.RunEvent;

/**
 * Kills the node wherever it can be killed and compares. A scenario is played once undisturbed, then once for each
 * write with a kill right after it (before anything that it asked for has begun, and after all of it has, with and
 * without answers that are already on their way), once with a kill after every write, and once with every message
 * delivered twice. After each write every single entity that waits, or is waited for, is also stopped alone, as when
 * its shard moves, so that nobody else notices: of any other nothing is lost but its state, which is the fold of its
 * journal. Journals and states must be the same each time, and no tool may see more calls than without; only what
 * agents do at the same time may come to its end in another order when one stops alone.
 */
public final class ReplayCheck {

    private ReplayCheck() {}

    /**
     * Checks a scenario.
     *
     * @return what came of it, undisturbed
     * @throws AssertionError that shows both journals, when a kill made a difference
     */
    public static Outcome atEveryEvent(Scenario scenario) {
        Map<Integer, List<StreamId>> begun = new HashMap<>();
        Outcome undisturbed = scenario.run(new Disturbance.None(begun), Optional.empty());
        for (Disturbance disturbance : disturbances(undisturbed.batches(), begun)) {
            compare(undisturbed, scenario.run(disturbance, Optional.of(undisturbed)), disturbance);
        }
        return undisturbed;
    }

    /** Until it is disturbed, a story is what it is undisturbed: what would find nobody there is left out. */
    private static List<Disturbance> disturbances(int batches, Map<Integer, List<StreamId>> begun) {
        List<Disturbance> all = new ArrayList<>();
        for (int batch = 1; batch <= batches; batch++) {
            all.add(new Disturbance.DiesBeforeEffects(batch));
            all.add(new Disturbance.WriterStops(batch));
        }
        begun.forEach((batch, entities) -> {
            all.add(new Disturbance.DiesAfterEffects(batch, true));
            all.add(new Disturbance.DiesAfterEffects(batch, false));
            entities.forEach(entity -> all.add(new Disturbance.EntityStops(batch, entity)));
        });
        all.add(new Disturbance.DiesAlways());
        all.add(new Disturbance.WritersStop());
        all.add(new Disturbance.EverythingTwice());
        return all;
    }

    private static void compare(Outcome expected, Outcome found, Disturbance disturbance) {
        boolean same = isSame(expected, found) || (disturbance.mayReorder() && isSameInSomeOrder(expected, found));
        if (!same) {
            throw new AssertionError("%s made a difference%n--- undisturbed%n%s%n--- disturbed%n%s%n"
                    .formatted(disturbance, expected.inShort(), found.inShort()));
        }
    }

    private static boolean isSame(Outcome expected, Outcome found) {
        return settled(expected.journal()).equals(settled(found.journal()))
                && expected.states().equals(found.states())
                && expected.calls().equals(found.calls());
    }

    private static boolean isSameInSomeOrder(Outcome expected, Outcome found) {
        return inOneOrder(expected.journal()).equals(inOneOrder(found.journal()))
                && inOneOrder(expected.calls()).equals(inOneOrder(found.calls()));
    }

    private static Map<StreamId, List<String>> inOneOrder(Map<StreamId, List<?>> journal) {
        Map<StreamId, List<String>> ordered = new HashMap<>();
        journal.forEach((stream, events) -> ordered.put(stream, inOneOrder(events)));
        return ordered;
    }

    private static List<String> inOneOrder(List<?> some) {
        return some.stream().map(Object::toString).sorted().toList();
    }

    private static Map<StreamId, List<?>> settled(Map<StreamId, List<?>> journal) {
        Map<StreamId, List<?>> settled = new HashMap<>();
        journal.forEach((stream, events) -> settled.put(stream, confirmationsLast(events)));
        return settled;
    }

    /** When whoever was told something says that it has it, is a matter of who else says so at the same time. */
    private static List<?> confirmationsLast(List<?> events) {
        List<Object> ordered = new ArrayList<>();
        events.stream().filter(e -> !isConfirmation(e)).forEach(ordered::add);
        events.stream()
                .filter(ReplayCheck::isConfirmation)
                .sorted(Comparator.comparing(Object::toString))
                .forEach(ordered::add);
        return ordered;
    }

    private static boolean isConfirmation(Object event) {
        return event instanceof RunEvent.OutcomeDelivered || event instanceof RunEvent.PauseReported;
    }
}
