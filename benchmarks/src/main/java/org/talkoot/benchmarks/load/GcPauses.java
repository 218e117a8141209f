package org.talkoot.benchmarks.load;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/** When the collector of this process has stopped everything, to the millisecond, since this was opened. */
public final class GcPauses implements AutoCloseable {

    private record Pause(long from, long to) {}

    private final List<Pause> pauses = new ArrayList<>(); // guarded by itself
    private final List<NotificationEmitter> collectors;
    private final NotificationListener listener = (notification, handback) -> heard(notification);
    private final long started;

    private GcPauses() {
        this.started = System.nanoTime() - ManagementFactory.getRuntimeMXBean().getUptime() * 1_000_000;
        this.collectors = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(GcPauses::stopsEverything)
                .map(NotificationEmitter.class::cast)
                .toList();
    }

    public static GcPauses open() {
        GcPauses pauses = new GcPauses();
        pauses.collectors.forEach(collector -> collector.addNotificationListener(pauses.listener, null, null));
        return pauses;
    }

    /** Collectors that work beside the program report their whole cycles as well. */
    private static boolean stopsEverything(GarbageCollectorMXBean collector) {
        return collector instanceof NotificationEmitter && !collector.getName().endsWith("Cycles");
    }

    private void heard(Notification notification) {
        if (notification.getUserData() instanceof CompositeData composite) {
            GcInfo gc = GarbageCollectionNotificationInfo.from(composite).getGcInfo();
            synchronized (pauses) {
                pauses.add(new Pause(nanos(gc.getStartTime()), nanos(gc.getEndTime())));
            }
        }
    }

    private long nanos(long sinceStart) {
        return started + sinceStart * 1_000_000;
    }

    /** Nanoseconds of pauses between two times. */
    public long within(long from, long to) {
        long sum = 0;
        synchronized (pauses) {
            for (Pause pause : pauses) {
                sum += Math.max(0, Math.min(to, pause.to()) - Math.max(from, pause.from()));
            }
        }
        return sum;
    }

    public int count() {
        synchronized (pauses) {
            return pauses.size();
        }
    }

    public double longestMillis() {
        synchronized (pauses) {
            return pauses.stream().mapToLong(p -> p.to() - p.from()).max().orElse(0) / 1e6;
        }
    }

    @Override
    public void close() {
        for (NotificationEmitter collector : collectors) {
            try {
                collector.removeNotificationListener(listener);
            } catch (ListenerNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
