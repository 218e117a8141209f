package org.talkoot.examples.travelsaga;

import dev.langchain4j.agent.tool.Tool;
import java.nio.file.Path;
import java.util.List;
import org.talkoot.agents.tool.method.AnnotatedTools;
import org.talkoot.agents.tool.method.SideEffects;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.brain.Saga;
import org.talkoot.core.brain.ToolHandle;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.gateway.node.Talkoot;

/**
 * A travel agency. Say where to, and it books a hotel, a flight and a car at three companies, each with a database of
 * its own: all of them or none. There are only two cars in each place, so the third traveller sees how the hotel and
 * the flight are given back.
 */
public final class TravelSaga {

    record Trip(String place) {}

    record Booking(String id, String place) {}

    static final ToolHandle<Trip, Booking> HOTEL = ToolHandle.of("book_hotel", Trip.class, Booking.class);
    static final ToolHandle<Trip, Booking> FLIGHT = ToolHandle.of("book_flight", Trip.class, Booking.class);
    static final ToolHandle<Trip, Booking> CAR = ToolHandle.of("rent_car", Trip.class, Booking.class);
    static final ToolHandle<Booking, String> NO_HOTEL = ToolHandle.of("cancel_hotel", Booking.class, String.class);
    static final ToolHandle<Booking, String> NO_FLIGHT = ToolHandle.of("cancel_flight", Booking.class, String.class);
    static final ToolHandle<Booking, String> NO_CAR = ToolHandle.of("return_car", Booking.class, String.class);

    private TravelSaga() {}

    static AgentDefinition agency() {
        Saga trip = Saga.named("trip")
                .step("hotel", done -> HOTEL.with(trip(done)), done -> NO_HOTEL.with(booking(done, "hotel")))
                .step("flight", done -> FLIGHT.with(trip(done)), done -> NO_FLIGHT.with(booking(done, "flight")))
                .step("car", done -> CAR.with(trip(done)), done -> NO_CAR.with(booking(done, "car")))
                .ending(TravelSaga::told);
        return AgentDefinition.of("agency", "books whole trips: say where to", trip);
    }

    private static Trip trip(Saga.Done done) {
        String place = done.task().strip();
        return new Trip(place.substring(0, Math.min(60, place.length())));
    }

    private static Booking booking(Saga.Done done, String step) {
        return done.result(step, Booking.class);
    }

    private static Next.Ending told(Saga.Report report) {
        Saga.Done done = report.done();
        if (report.isComplete()) {
            return new Next.Answer("Off to %s: %s, %s and %s are booked."
                    .formatted(
                            trip(done).place(),
                            booking(done, "hotel").id(),
                            booking(done, "flight").id(),
                            booking(done, "car").id()));
        }
        RunFailure failure = report.failure();
        String why = failure == null ? "" : failure.detail();
        return report.isResolved()
                ? new Next.Answer("Nothing is booked. " + why)
                : new Next.Fail(new RunFailure.GaveUp("unresolved", why + "\n" + report));
    }

    /** The three companies. */
    public record Companies(Company hotels, Company flights, Company cars) {

        static Companies open(Path folder) {
            return new Companies(
                    Company.open(folder, "hotel", 20),
                    Company.open(folder, "flight", 20),
                    Company.open(folder, "car", 2));
        }

        @Tool(name = "book_hotel", value = "Books a room")
        @SideEffects(SideEffect.IDEMPOTENT)
        Booking bookHotel(String place, IdempotencyKey key) {
            return hotels.book(place, key);
        }

        @Tool(name = "cancel_hotel", value = "Gives a room back")
        @SideEffects(SideEffect.IDEMPOTENT)
        String cancelHotel(String id, String place) {
            return hotels.cancel(id);
        }

        @Tool(name = "book_flight", value = "Books a seat")
        @SideEffects(SideEffect.IDEMPOTENT)
        Booking bookFlight(String place, IdempotencyKey key) {
            return flights.book(place, key);
        }

        @Tool(name = "cancel_flight", value = "Gives a seat back")
        @SideEffects(SideEffect.IDEMPOTENT)
        String cancelFlight(String id, String place) {
            return flights.cancel(id);
        }

        @Tool(name = "rent_car", value = "Rents a car")
        @SideEffects(SideEffect.IDEMPOTENT)
        Booking rentCar(String place, IdempotencyKey key) {
            return cars.book(place, key);
        }

        @Tool(name = "return_car", value = "Gives a car back")
        @SideEffects(SideEffect.IDEMPOTENT)
        String returnCar(String id, String place) {
            return cars.cancel(id);
        }
    }

    public static void main(String[] args) {
        Talkoot.agents(List.of(agency()))
                .tools(node -> AnnotatedTools.of(Companies.open(node.dataDirectory())))
                .run(args);
    }
}
