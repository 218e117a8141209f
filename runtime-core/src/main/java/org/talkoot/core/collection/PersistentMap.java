package org.talkoot.core.collection;

import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map in the order of its keys: {@link #with} and {@link #without} share everything but one path with the
 * map that they came from. What is open in a run lives in it, so that one settlement costs the same however wide the
 * run is.
 *
 * <p>A weight-balanced tree with the parameters (3, 2) that Hirai and Yamamoto proved sound ("Balancing weight-balanced
 * trees", 2011): a lookup and a change touch at most {@code O(log size)} nodes.
 */
public final class PersistentMap<K extends Comparable<K>, V> extends AbstractMap<K, V> {

    private static final int HEAVIER = 3;
    private static final int SINGLE = 2;
    private static final PersistentMap<?, ?> EMPTY = new PersistentMap<>(null);

    private final @Nullable Node<K, V> root;

    private PersistentMap(@Nullable Node<K, V> root) {
        this.root = root;
    }

    private record Node<K, V>(
            K key,
            V value,
            int size,
            @Nullable Node<K, V> left,
            @Nullable Node<K, V> right) {

        Map.Entry<K, V> entry() {
            return Map.entry(key, value);
        }
    }

    @SuppressWarnings("unchecked") // an empty map holds no key and no value of any type
    public static <K extends Comparable<K>, V> PersistentMap<K, V> empty() {
        return (PersistentMap<K, V>) EMPTY;
    }

    /** This map, in which {@code value} is what {@code key} leads to. */
    public PersistentMap<K, V> with(K key, V value) {
        return new PersistentMap<>(put(root, key, value));
    }

    /** This map without {@code key}. */
    public PersistentMap<K, V> without(K key) {
        return find(key) == null ? this : new PersistentMap<>(remove(root, key));
    }

    /**
     * The keys that lead to something else in another map, or are in one of the two alone. Of a map that came from this
     * one, or the other way round, only what they do not share is looked at, and what has moved in the tree meanwhile.
     */
    public List<K> differences(PersistentMap<K, V> other) {
        List<K> keys = new ArrayList<>();
        differences(root, other.root, keys);
        return keys;
    }

    @SuppressWarnings("ReferenceEquality") // what is shared is the same object, and need not be looked at
    private static <K extends Comparable<K>, V> void differences(
            @Nullable Node<K, V> one, @Nullable Node<K, V> other, List<K> keys) {
        if (one == other) {
            return;
        }
        if (one == null || other == null || !one.key().equals(other.key())) {
            walk(new Walk<>(one, node -> node), new Walk<>(other, node -> node), keys);
            return;
        }
        differences(one.left(), other.left(), keys);
        if (!one.value().equals(other.value())) {
            keys.add(one.key());
        }
        differences(one.right(), other.right(), keys);
    }

    private static <K extends Comparable<K>, V> void walk(
            Walk<K, V, Node<K, V>> ones, Walk<K, V, Node<K, V>> others, List<K> keys) {
        @Nullable Node<K, V> one = ones.nextOrNull();
        @Nullable Node<K, V> other = others.nextOrNull();
        while (one != null || other != null) {
            int order = one == null ? 1 : other == null ? -1 : one.key().compareTo(other.key());
            if (order < 0 && one != null) {
                keys.add(one.key());
                one = ones.nextOrNull();
            } else if (order > 0 && other != null) {
                keys.add(other.key());
                other = others.nextOrNull();
            } else if (one != null && other != null) {
                if (!one.value().equals(other.value())) {
                    keys.add(one.key());
                }
                one = ones.nextOrNull();
                other = others.nextOrNull();
            }
        }
    }

    @Override
    public int size() {
        return size(root);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return find(key) != null;
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
        Node<K, V> found = find(key);
        return found == null ? null : found.value();
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<K, V>> iterator() {
                return new Walk<>(root, Node::entry);
            }

            @Override
            public int size() {
                return PersistentMap.this.size();
            }
        };
    }

    @Override
    public Collection<V> values() {
        return new AbstractCollection<>() {
            @Override
            public Iterator<V> iterator() {
                return new Walk<>(root, Node::value);
            }

            @Override
            public int size() {
                return PersistentMap.this.size();
            }
        };
    }

    /** In order, with the path back up on a stack. */
    private static final class Walk<K, V, T> implements Iterator<T> {

        private final Deque<Node<K, V>> above = new ArrayDeque<>();
        private final Function<Node<K, V>, T> what;

        Walk(@Nullable Node<K, V> from, Function<Node<K, V>, T> what) {
            this.what = what;
            descend(from);
        }

        private void descend(@Nullable Node<K, V> from) {
            for (Node<K, V> node = from; node != null; node = node.left()) {
                above.push(node);
            }
        }

        @Override
        public boolean hasNext() {
            return !above.isEmpty();
        }

        @Nullable
        T nextOrNull() {
            return hasNext() ? next() : null;
        }

        @Override
        public T next() {
            if (above.isEmpty()) {
                throw new NoSuchElementException();
            }
            Node<K, V> node = above.pop();
            descend(node.right());
            return what.apply(node);
        }
    }

    @SuppressWarnings("unchecked") // keys are compared with keys: anything else is a mistake that shows as itself
    private @Nullable Node<K, V> find(@Nullable Object key) {
        if (key == null) {
            return null;
        }
        K wanted = (K) key;
        Node<K, V> node = root;
        while (node != null) {
            int order = wanted.compareTo(node.key());
            if (order == 0) {
                return node;
            }
            node = order < 0 ? node.left() : node.right();
        }
        return null;
    }

    private static <K, V> int size(@Nullable Node<K, V> node) {
        return node == null ? 0 : node.size();
    }

    private static <K extends Comparable<K>, V> Node<K, V> put(@Nullable Node<K, V> node, K key, V value) {
        if (node == null) {
            return new Node<>(key, value, 1, null, null);
        }
        int order = key.compareTo(node.key());
        if (order == 0) {
            return new Node<>(key, value, node.size(), node.left(), node.right());
        }
        return order < 0
                ? balanced(node, put(node.left(), key, value), node.right())
                : balanced(node, node.left(), put(node.right(), key, value));
    }

    private static <K extends Comparable<K>, V> @Nullable Node<K, V> remove(@Nullable Node<K, V> node, K key) {
        if (node == null) {
            return null;
        }
        int order = key.compareTo(node.key());
        if (order < 0) {
            return balanced(node, remove(node.left(), key), node.right());
        }
        return order > 0 ? balanced(node, node.left(), remove(node.right(), key)) : joined(node.left(), node.right());
    }

    /** Of two neighbours, the lighter one hangs below the nearest entry of the heavier one. */
    private static <K extends Comparable<K>, V> @Nullable Node<K, V> joined(
            @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
        if (left == null) {
            return right;
        }
        if (right == null) {
            return left;
        }
        if (left.size() > right.size()) {
            Node<K, V> last = left;
            for (Node<K, V> next = left; next != null; next = next.right()) {
                last = next;
            }
            return balanced(last, remove(left, last.key()), right);
        }
        Node<K, V> first = right;
        for (Node<K, V> next = right; next != null; next = next.left()) {
            first = next;
        }
        return balanced(first, left, remove(right, first.key()));
    }

    private static <K, V> Node<K, V> node(Node<K, V> middle, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
        return new Node<>(middle.key(), middle.value(), size(left) + size(right) + 1, left, right);
    }

    private static <K, V> Node<K, V> balanced(
            Node<K, V> middle, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
        if (right != null && isTooHeavy(right, left)) {
            Node<K, V> inner = right.left();
            return inner != null && !isSingle(inner, right.right())
                    ? node(inner, node(middle, left, inner.left()), node(right, inner.right(), right.right()))
                    : node(right, node(middle, left, inner), right.right());
        }
        if (left != null && isTooHeavy(left, right)) {
            Node<K, V> inner = left.right();
            return inner != null && !isSingle(inner, left.left())
                    ? node(inner, node(left, left.left(), inner.left()), node(middle, inner.right(), right))
                    : node(left, left.left(), node(middle, inner, right));
        }
        return node(middle, left, right);
    }

    private static <K, V> boolean isTooHeavy(Node<K, V> one, @Nullable Node<K, V> other) {
        return one.size() + 1 > HEAVIER * (size(other) + 1);
    }

    /** Whether one rotation restores the balance. */
    private static <K, V> boolean isSingle(Node<K, V> inner, @Nullable Node<K, V> outer) {
        return inner.size() + 1 < SINGLE * (size(outer) + 1);
    }
}
