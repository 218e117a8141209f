package org.talkoot.bridges.nats;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/*
 * What a server sends is lines, and after a line MSG or HMSG so many bytes as it says. Only the headers
 * behind an HMSG are looked into. What is not a printable character of ASCII becomes percent-encoded,
 * which is how such values are to be sent and are read here; a line without a name is left out; and
 * a first line that says more than the version is the server's word only where the server speaks, which
 * is to an inbox: a record that says "503" is no answer of the server. The numbers of the line are
 * changed accordingly. All else passes as it is.
 */
/** Makes the headers in what a server sends such that the client reads them. Used by one thread. */
final class HeaderRepair {

    private static final String VERSION = "NATS/1.0";
    private static final String INBOX = "_INBOX.";
    private static final Pattern SPACES = Pattern.compile("[ \t]+");

    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private byte[] out = new byte[4096];
    private int from;
    private int to;
    private List<String> line = List.of();
    private int headersLeft;
    private long bodyLeft;

    boolean isEmpty() {
        return from == to;
    }

    /** Returns how many were there. */
    int drainTo(byte[] into, int offset, int length) {
        int count = Math.min(length, to - from);
        System.arraycopy(out, from, into, offset, count);
        from += count;
        return count;
    }

    /** Takes the first so many bytes. */
    void add(byte[] raw, int count) {
        for (int at = 0; at < count; ) {
            if (headersLeft > 0) {
                at += headers(raw, at, count);
            } else if (bodyLeft > 0) {
                at += body(raw, at, count);
            } else {
                at += line(raw, at, count);
            }
        }
    }

    private int body(byte[] raw, int at, int end) {
        int count = (int) Math.min(bodyLeft, end - at);
        put(raw, at, count);
        bodyLeft -= count;
        return count;
    }

    private int line(byte[] raw, int at, int end) {
        int next = at;
        while (next < end && raw[next] != '\n') {
            next++;
        }
        boolean ended = next < end;
        int count = (ended ? next + 1 : next) - at;
        held.write(raw, at, count);
        if (ended) {
            ended(held.toByteArray());
        }
        return count;
    }

    private void ended(byte[] whole) {
        held.reset();
        if (whole.length < 4 || (whole[0] != 'M' && whole[0] != 'H')) {
            put(whole, 0, whole.length);
            return;
        }
        List<String> words =
                SPACES.splitAsStream(new String(whole, ISO_8859_1).strip()).toList();
        if (words.getFirst().equals("HMSG") && words.size() > 3) {
            line = words;
            headersLeft = number(words, 2);
            bodyLeft = number(words, 1) - headersLeft + 2L;
            return;
        }
        put(whole, 0, whole.length);
        if (words.getFirst().equals("MSG")) {
            bodyLeft = number(words, 1) + 2L;
        }
    }

    private static int number(List<String> words, int fromEnd) {
        return Integer.parseInt(words.get(words.size() - fromEnd));
    }

    private int headers(byte[] raw, int at, int end) {
        int count = Math.min(headersLeft, end - at);
        held.write(raw, at, count);
        headersLeft -= count;
        if (headersLeft == 0) {
            byte[] before = held.toByteArray();
            byte[] after = repaired(new String(before, ISO_8859_1)).getBytes(ISO_8859_1);
            held.reset();
            put(lineWith(before, after));
            put(after);
        }
        return count;
    }

    private byte[] lineWith(byte[] before, byte[] after) {
        int rest = number(line, 1) - before.length;
        List<String> words = new ArrayList<>(line.subList(0, line.size() - 2));
        words.add(Integer.toString(after.length));
        words.add(Integer.toString(rest + after.length));
        return (String.join(" ", words) + "\r\n").getBytes(ISO_8859_1);
    }

    private String repaired(String headers) {
        List<String> lines = headers.lines().toList();
        String first = lines.isEmpty() ? "" : lines.getFirst();
        boolean ofServer = line.get(1).startsWith(INBOX) && first.startsWith(VERSION);
        StringBuilder all = new StringBuilder(headers.length());
        all.append(ofServer ? readable(first, ' ') : VERSION).append("\r\n");
        lines.stream().skip(1).filter(each -> each.indexOf(':') > 0).forEach(each -> {
            int colon = each.indexOf(':');
            all.append(readable(each.substring(0, colon), '!'))
                    .append(':')
                    .append(readable(each.substring(colon + 1), ' '))
                    .append("\r\n");
        });
        return all.append("\r\n").toString();
    }

    /** With everything below {@code first} or beyond ASCII in percents; a character is a byte here. */
    private static String readable(String text, char first) {
        if (text.chars().allMatch(c -> c >= first && c <= '~')) {
            return text;
        }
        return text.chars()
                .mapToObj(c -> c >= first && c <= '~' ? Character.toString(c) : "%%%02X".formatted(c))
                .collect(Collectors.joining());
    }

    private void put(byte[] bytes) {
        put(bytes, 0, bytes.length);
    }

    private void put(byte[] bytes, int at, int count) {
        if (isEmpty()) {
            from = 0;
            to = 0;
        }
        if (to + count > out.length) {
            out = Arrays.copyOf(out, Math.max(to + count, 2 * out.length));
        }
        System.arraycopy(bytes, at, out, to, count);
        to += count;
    }
}
