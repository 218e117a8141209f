package org.talkoot.core.brain;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Calls;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.json.Json;
import org.talkoot.core.schema.DataType;

/**
 * The same work for each item of a list, so many at once: as soon as one is done the next one begins. What came is
 * gathered in the order of the items.
 *
 * <pre>{@code
 * Fan.over(Batch.class, Batch::invoices, CHECK::with).atOnce(20)
 * }</pre>
 *
 * <p>Whatever crashes meanwhile, no item is begun twice: the n-th call of the run is the n-th item. So the list must be
 * the same whenever it is asked for; it is a function of the task alone. A run begins 20,000 calls at most, unless its
 * limits say otherwise.
 *
 * @param <T> an item
 */
public final class Fan<T> implements Brain {

    /** How many at once, unless something else is said: as many as live beside their conversation. */
    public static final int AT_ONCE = Next.Delegate.TOGETHER;

    private final Function<String, List<T>> items;
    private final BiFunction<RunView, T, ? extends Next.Work> each;
    private final Map<String, Brain> parts;
    private final int atOnce;
    private final Function<List<Called<Next.Answer>>, Next.Ending> gather;

    /**
     * The list that was read last: it is asked for at each step, and may be long. Any thread may find or replace it.
     */
    private volatile @Nullable Read<T> lately;

    private record Read<T>(String task, List<T> items) {}

    private Fan(
            Function<String, List<T>> items,
            BiFunction<RunView, T, ? extends Next.Work> each,
            Map<String, Brain> parts,
            int atOnce,
            Function<List<Called<Next.Answer>>, Next.Ending> gather) {
        if (atOnce < 1) {
            throw new IllegalArgumentException("at least one is worked on at once, not " + atOnce);
        }
        this.items = items;
        this.each = each;
        this.parts = parts;
        this.atOnce = atOnce;
        this.gather = gather;
    }

    /** Over the items of a task that is text: for each a tool is called or an agent asked. */
    public static <T> Fan<T> over(Function<String, List<T>> items, Function<T, ? extends Next.Work> each) {
        return new Fan<>(items, (view, item) -> each.apply(item), Map.of(), AT_ONCE, Fan::gathered);
    }

    /** Over the items of a task that is a value. */
    public static <L, T> Fan<T> over(Class<L> type, Function<L, List<T>> items, Function<T, ? extends Next.Work> each) {
        return over(task -> read(type, items, task), each);
    }

    /** The same, where a part of this brain does it. The text is its task. */
    public static <T> Fan<T> over(Function<String, List<T>> items, String part, Brain brain, Function<T, String> text) {
        return new Fan<>(
                items,
                (view, item) -> new Next.Delegate.Task(view.part(part), text.apply(item)),
                Map.of(part, brain),
                AT_ONCE,
                Fan::gathered);
    }

    /** So many at once. */
    public Fan<T> atOnce(int changed) {
        return new Fan<>(items, each, parts, changed, gather);
    }

    /**
     * What is made of what came, in the order of the items. Without, it is a JSON array, of the values that agents
     * answered with and of all else as texts, and the first failure fails the run when everything else is done.
     */
    public Fan<T> gathering(Function<List<Called<String>>, Next.Ending> changed) {
        return new Fan<>(items, each, parts, atOnce, results -> changed.apply(texts(results)));
    }

    private static List<Called<String>> texts(List<Called<Next.Answer>> results) {
        return results.stream()
                .map(result -> result.<String>then(answer -> new Called.Came<>(answer.text())))
                .toList();
    }

    @Override
    public boolean watches() {
        return true;
    }

    @Override
    public Map<String, Brain> parts() {
        return parts;
    }

    @Override
    public Next next(RunView view) {
        List<T> all = itemsOf(view.task());
        Calls calls = view.calls();
        int begun = calls.size();
        int room = Math.min(atOnce - calls.open().size(), all.size() - begun);
        if (room > 0) {
            return Next.Work.begin(all.subList(begun, begun + room).stream()
                    .map(item -> each.apply(view, item))
                    .toList());
        }
        return calls.anyOpen()
                ? new Next.Await()
                : gather.apply(calls.begun().stream()
                        .map(call -> Called.answer(view, call))
                        .toList());
    }

    private List<T> itemsOf(String task) {
        Read<T> known = lately;
        if (known == null || !known.task().equals(task)) {
            known = new Read<>(task, List.copyOf(items.apply(task)));
            lately = known;
        }
        return known.items();
    }

    private static <L, T> List<T> read(Class<L> type, Function<L, List<T>> items, String task) {
        return switch (DataType.of(type).read(task)) {
            case DataType.Reading.Fits<L> fits -> items.apply(fits.value());
            case DataType.Reading.Misfits<L> misfits ->
                throw new IllegalArgumentException(
                        "the task is no %s: %s".formatted(type.getSimpleName(), String.join("; ", misfits.problems())));
        };
    }

    private static Next.Ending gathered(List<Called<Next.Answer>> results) {
        return results.stream()
                .flatMap(result -> result.failure().stream())
                .findFirst()
                .<Next.Ending>map(Next.Fail::new)
                .orElseGet(() -> new Next.Answer(new Json.Arr(results.stream()
                                .map(result -> Handle.json(result.came().orElseThrow()))
                                .toList())
                        .write()));
    }

    @Override
    public String fingerprint() {
        return "fan(%d)%s".formatted(atOnce, Parts.fingerprint(parts));
    }
}
