package org.talkoot.examples.supportdesk;

import java.sql.SQLException;
import java.util.List;
import org.talkoot.eval.check.CodeCheck;
import org.talkoot.eval.check.Finding;

/** A check of evaluations: the desk's own books have a refund of this invoice, of so many cents. */
public final class RefundIsBooked implements CodeCheck {

    @Override
    public String name() {
        return "refund-is-booked";
    }

    @Override
    public Finding check(Subject subject) throws SQLException {
        String invoice = subject.with().path("invoice").asText();
        try (Store store = Store.open(subject.data())) {
            List<Integer> cents =
                    store.query("SELECT cents FROM refund WHERE invoice = ?", row -> row.getInt(1), invoice);
            return Finding.of(
                    cents.equals(List.of(subject.with().path("cents").asInt())),
                    "refunds of %s in cents: %s".formatted(invoice, cents));
        }
    }
}
