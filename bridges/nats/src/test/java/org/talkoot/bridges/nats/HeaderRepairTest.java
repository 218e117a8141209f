package org.talkoot.bridges.nats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HeaderRepairTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 4096})
    void leavesAloneWhatIsAsItShouldBeWhereverItIsCut(int piece) {
        String sent = "INFO {\"server\":\"ü\"}\r\nPING\r\n+OK\r\n"
                + "MSG a 1 12\r\nHMSG b 1 2 3\r\n"
                + hmsg("a.b", "7 $JS.ACK.x", "NATS/1.0\r\nContent-Type: text/plain\r\nEmpty:\r\n\r\n", "ü\r\n\0")
                + hmsg("_INBOX.x.1", "7", "NATS/1.0 408 Request Timeout\r\nNats-Pending-Messages: 3\r\n\r\n", "")
                + hmsg("a.b", "7", "NATS/1.0\r\n\r\n", "")
                + "PONG\r\n";

        assertThat(passed(sent, piece)).isEqualTo(sent);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 4096})
    void encodesWhatIsNotAsciiAndCountsItAnew(int piece) {
        assertThat(passed(hmsg("a", "7", "NATS/1.0\r\nStraße: Zür\tich\r\n\r\n", "ü") + "PING\r\n", piece))
                .isEqualTo(hmsg("a", "7", "NATS/1.0\r\nStra%C3%9Fe: Z%C3%BCr%09ich\r\n\r\n", "ü") + "PING\r\n");
    }

    @Test
    void leavesOutWhatHasNoName() {
        assertThat(passed(hmsg("a", "7", "NATS/1.0\r\nnonsense\r\n: x\r\nA: b\r\n\r\n", "body"), 4096))
                .isEqualTo(hmsg("a", "7", "NATS/1.0\r\nA: b\r\n\r\n", "body"));
    }

    @Test
    void recordsCannotSpeakForTheServer() {
        String plain = hmsg("a", "7", "NATS/1.0\r\n\r\n", "body");

        assertThat(passed(hmsg("a", "7", "NATS/1.0 503 No Responders\r\n\r\n", "body"), 4096))
                .isEqualTo(plain);
        assertThat(passed(hmsg("a", "7", "HTTP/1.1\r\n\r\n", "body"), 4096)).isEqualTo(plain);
    }

    private static String hmsg(String subject, String rest, String headers, String body) {
        int head = headers.getBytes(UTF_8).length;
        return "HMSG %s %s %d %d\r\n%s%s\r\n"
                .formatted(subject, rest, head, head + body.getBytes(UTF_8).length, headers, body);
    }

    private static String passed(String sent, int piece) {
        HeaderRepair repair = new HeaderRepair();
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        byte[] raw = sent.getBytes(UTF_8);
        byte[] into = new byte[piece];
        for (int at = 0; at < raw.length; at += piece) {
            byte[] next = Arrays.copyOfRange(raw, at, Math.min(raw.length, at + piece));
            repair.add(next, next.length);
            while (!repair.isEmpty()) {
                got.write(into, 0, repair.drainTo(into, 0, piece));
            }
        }
        return got.toString(UTF_8);
    }
}
