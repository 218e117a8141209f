package org.talkoot.benchmarks.load;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What processes have consumed, read from the operating system (Linux). */
public final class ProcessCosts {

    private static final long TICK_NANOS = 10_000_000;
    private static final OperatingSystemMXBean OS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private ProcessCosts() {}

    /** CPU time of this process so far, in nanoseconds. */
    public static long ownCpuNanos() {
        return OS.getProcessCpuTime();
    }

    /** CPU time so far of the children of a process and theirs, ended ones included. */
    public static long treeCpuNanos(long pid) {
        return Stream.concat(
                                ProcessHandle.of(pid).stream(),
                                ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants))
                        .mapToLong(process -> cpuTicks(process.pid()))
                        .sum()
                * TICK_NANOS;
    }

    /** Resident memory of this process in bytes. */
    public static long ownResidentBytes() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElse(0)
                    * 1024;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Heap in use after a full collection, in bytes. */
    public static long heapAfterCollection() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long cpuTicks(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Long.parseLong(fields[11])
                    + Long.parseLong(fields[12])
                    + Long.parseLong(fields[13])
                    + Long.parseLong(fields[14]);
        } catch (IOException e) {
            return 0; // it has ended meanwhile; its parent has its time
        }
    }
}
