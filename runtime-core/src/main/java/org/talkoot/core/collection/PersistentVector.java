package org.talkoot.core.collection;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/**
 * An immutable list that grows at its end: {@link #append} shares everything but one path with the list it came from.
 * History lives in it, so that a turn costs the same however long the conversation is.
 *
 * <p>A 32-way trie with a separate tail, as in Clojure (after Bagwell, "Ideal Hash Trees"): {@code append} and
 * {@code get} touch at most {@code log32(size)} nodes, and 31 of 32 appends copy the tail only. Iteration runs in order
 * over the leaves.
 */
public final class PersistentVector<T> extends AbstractList<T> implements RandomAccess {

    private static final int BITS = 5;
    private static final int WIDTH = 1 << BITS;
    private static final int MASK = WIDTH - 1;
    private static final Object[] NOTHING = {};
    private static final PersistentVector<?> EMPTY = new PersistentVector<>(0, BITS, NOTHING, NOTHING);

    private final int size;
    private final int shift;
    private final Object[] root;
    private final Object[] tail;

    private PersistentVector(int size, int shift, Object[] root, Object[] tail) {
        this.size = size;
        this.shift = shift;
        this.root = root;
        this.tail = tail;
    }

    @SuppressWarnings("unchecked") // an empty vector holds no element of any type
    public static <T> PersistentVector<T> empty() {
        return (PersistentVector<T>) EMPTY;
    }

    public static <T> PersistentVector<T> copyOf(List<? extends T> elements) {
        return PersistentVector.<T>empty().appendAll(elements);
    }

    /** This list and then {@code element}. */
    public PersistentVector<T> append(T element) {
        if (tail.length < WIDTH) {
            Object[] longer = Arrays.copyOf(tail, tail.length + 1);
            longer[tail.length] = element;
            return new PersistentVector<>(size + 1, shift, root, longer);
        }
        Object[] fresh = {element};
        boolean full = ((size - WIDTH) >>> BITS) >= (1 << shift);
        if (full) {
            Object[] higher = {root, path(shift, tail)};
            return new PersistentVector<>(size + 1, shift + BITS, higher, fresh);
        }
        return new PersistentVector<>(size + 1, shift, push(shift, root, tail), fresh);
    }

    /** This list with another element at an index that it has. */
    public PersistentVector<T> with(int index, T element) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("index " + index + ", size " + size);
        }
        if (index >= size - tail.length) {
            return new PersistentVector<>(size, shift, root, replaced(tail, index & MASK, element));
        }
        return new PersistentVector<>(size, shift, replaced(shift, root, index, element), tail);
    }

    private static Object[] replaced(int level, Object[] node, int index, Object element) {
        int slot = (index >>> level) & MASK;
        return replaced(
                node, slot, level == 0 ? element : replaced(level - BITS, (Object[]) node[slot], index, element));
    }

    private static Object[] replaced(Object[] node, int slot, Object element) {
        Object[] copy = node.clone();
        copy[slot] = element;
        return copy;
    }

    public PersistentVector<T> appendAll(List<? extends T> elements) {
        PersistentVector<T> grown = this;
        for (T element : elements) {
            grown = grown.append(element);
        }
        return grown;
    }

    @Override
    @SuppressWarnings("unchecked") // only T goes in
    public T get(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("index " + index + ", size " + size);
        }
        return (T) leafOf(index)[index & MASK];
    }

    @Override
    public int size() {
        return size;
    }

    private Object[] leafOf(int index) {
        if (index >= size - tail.length) {
            return tail;
        }
        Object[] node = root;
        for (int level = shift; level > 0; level -= BITS) {
            node = (Object[]) node[(index >>> level) & MASK];
        }
        return node;
    }

    private Object[] push(int level, Object[] node, Object[] leaf) {
        int slot = ((size - WIDTH) >>> level) & MASK;
        Object[] copy = Arrays.copyOf(node, Math.max(node.length, slot + 1));
        if (level == BITS) {
            copy[slot] = leaf;
        } else {
            copy[slot] =
                    slot < node.length ? push(level - BITS, (Object[]) node[slot], leaf) : path(level - BITS, leaf);
        }
        return copy;
    }

    private static Object[] path(int level, Object[] leaf) {
        return level == 0 ? leaf : new Object[] {path(level - BITS, leaf)};
    }
}
