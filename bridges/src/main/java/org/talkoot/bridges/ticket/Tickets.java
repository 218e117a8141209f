package org.talkoot.bridges.ticket;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.talkoot.core.AgentId;
import org.talkoot.core.CallId;
import org.talkoot.core.RunId;

/**
 * Writes tickets as tokens and reads them: what they say, and a code over it that only this installation can make. The
 * same ticket has the same token whenever it is written, so nothing need be stored, and no token stands in the journal.
 * Immutable, for any thread.
 */
public final class Tickets {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String SEPARATOR = "\n";
    private static final String OF_CALL = "call";
    private static final String OF_QUESTION = "question";

    /** Longest token that is looked at: several times the longest that is written. */
    private static final int MAX_LENGTH = 4_096;

    private final SecretKeySpec key;

    public Tickets(byte[] secret) {
        this.key = new SecretKeySpec(secret.clone(), ALGORITHM);
    }

    /** To be given to whoever is to answer, and to nobody else. Of the characters {@code A-Z a-z 0-9 _ - .} */
    public String token(Ticket ticket) {
        byte[] text = text(ticket).getBytes(StandardCharsets.UTF_8);
        return base64(text) + "." + base64(code(text));
    }

    /** Empty: this installation has never written it. */
    public Optional<Ticket> read(String token) {
        int dot = token.indexOf('.');
        if (dot < 0 || token.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            byte[] text = Base64.getUrlDecoder().decode(token.substring(0, dot));
            byte[] code = Base64.getUrlDecoder().decode(token.substring(dot + 1));
            return MessageDigest.isEqual(code, code(text))
                    ? Optional.of(ticket(new String(text, StandardCharsets.UTF_8)))
                    : Optional.empty();
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private static String text(Ticket ticket) {
        return switch (ticket) {
            case Ticket.OfCall t -> text(OF_CALL, t, t.since(), Integer.toString(t.attempt()));
            case Ticket.OfQuestion t -> text(OF_QUESTION, t, t.until(), "0");
        };
    }

    private static String text(String kind, Ticket t, Instant instant, String attempt) {
        return String.join(
                SEPARATOR, kind, t.agent().toString(), t.run().value(), t.call().value(), instant.toString(), attempt);
    }

    /** It was written here, so it can be read, if it was not by a later release. */
    private static Ticket ticket(String text) {
        String[] parts = text.split(SEPARATOR, -1);
        try {
            AgentId agent = AgentId.parse(parts[1]);
            RunId run = RunId.parse(parts[2]);
            CallId call = new CallId(parts[3]);
            Instant instant = Instant.parse(parts[4]);
            return switch (parts[0]) {
                case OF_CALL -> new Ticket.OfCall(agent, run, call, Integer.parseInt(parts[5]), instant);
                case OF_QUESTION -> new Ticket.OfQuestion(agent, run, call, instant);
                default -> throw new IllegalArgumentException("an unknown kind of ticket: " + parts[0]);
            };
        } catch (DateTimeException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("not a ticket of this release: " + Arrays.toString(parts), e);
        }
    }

    private byte[] code(byte[] text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
