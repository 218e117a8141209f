package org.talkoot.examples.travelsaga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.talkoot.agents.tool.ToolRegistry;
import org.talkoot.agents.tool.method.AnnotatedTools;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.testkit.FakeTool;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;

/** Whole trips, each killed wherever it can be killed. */
final class TravelSagaTest {

    private static final FakeTool CAR = tool("rent_car").returning(booking("car-1"));

    @Test
    void everythingIsBooked() {
        assertThat(ReplayCheck.atEveryEvent(travelling(CAR)))
                .answers("Off to Oulu: hotel-1, flight-1 and car-1 are booked.")
                .calls("book_hotel", "book_flight", "rent_car");
    }

    @Test
    void withoutACarNothingIsBooked() {
        Outcome outcome =
                ReplayCheck.atEveryEvent(travelling(CAR.failing("sold-out", "There is no car left in Oulu.")));

        assertThat(outcome).answers("Nothing is booked. There is no car left in Oulu.");
        assertThat(outcome.of(RunEvent.Noted.class).map(RunEvent.Noted::text))
                .containsExactly("hotel: DONE", "flight: DONE", "car: FAILED", "flight: UNDONE", "hotel: UNDONE");
    }

    @Test
    void aCompanyKnowsABookingByItsKey() {
        Company cars = Company.inMemory("car", 1);
        IdempotencyKey key = new IdempotencyKey("k1");
        TravelSaga.Booking booking = cars.book("Oulu", key);

        assertThat(cars.book("Oulu", key)).isEqualTo(booking);
        assertThatThrownBy(() -> cars.book("Oulu", new IdempotencyKey("k2"))).hasMessageContaining("no car left");

        cars.cancel(booking.id());
        cars.cancel(booking.id());
        assertThat(cars.taken("Oulu")).isZero();
        assertThat(cars.book("Oulu", new IdempotencyKey("k3")).id()).isEqualTo("car-2");
    }

    @Test
    void allToolsCanBeRunAsTheyDeclare() {
        TravelSaga.Companies companies = new TravelSaga.Companies(
                Company.inMemory("hotel", 1), Company.inMemory("flight", 1), Company.inMemory("car", 1));

        ToolRegistry.of(AnnotatedTools.of(companies))
                .requireKnown(List.of(
                        "book_hotel", "cancel_hotel", "book_flight", "cancel_flight", "rent_car", "return_car"));
    }

    private static Scenario travelling(FakeTool car) {
        return Scenario.of(TravelSaga.agency())
                .tools(
                        tool("book_hotel").returning(booking("hotel-1")),
                        tool("book_flight").returning(booking("flight-1")),
                        car,
                        tool("cancel_hotel").returning("cancelled"),
                        tool("cancel_flight").returning("cancelled"))
                .says("Oulu");
    }

    private static FakeTool tool(String name) {
        return FakeTool.named(name).withEffect(SideEffect.IDEMPOTENT);
    }

    private static String booking(String id) {
        return "{\"id\":\"%s\",\"place\":\"Oulu\"}".formatted(id);
    }
}
