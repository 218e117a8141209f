package org.talkoot.examples.offerdesk;

import dev.langchain4j.agent.tool.Tool;
import java.util.List;
import java.util.Locale;
import org.talkoot.agents.tool.ToolFailureException;
import org.talkoot.agents.tool.method.AnnotatedTools;
import org.talkoot.agents.tool.method.SideEffects;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.brain.AgentHandle;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.ToolHandle;
import org.talkoot.core.brain.flow.Flow;
import org.talkoot.core.brain.flow.FlowStep;
import org.talkoot.core.brain.flow.Trouble;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.gateway.node.Talkoot;

/**
 * Offers. Say what is wanted: the store, the price list and a seller are asked at the same time, the first price that
 * comes is taken, and an offer is written, read and written again until it may be sent. What is not there is ordered.
 *
 * <p>Everybody here is code, so that it works without a model.
 */
public final class OfferDesk {

    /** How many of it there are. */
    record Stock(int pieces) {}

    /** What one of it costs. */
    record Price(int cents) {}

    /** What is known when both are. */
    record Terms(Stock stock, Price price) {}

    /**
     * An offer.
     *
     * @param remarks what has to be changed in the text; empty: nothing
     */
    record Offer(int pieces, int cents, String text, String remarks) {

        Offer saying(String changed) {
            return new Offer(pieces, cents, changed, "");
        }

        Offer with(String changed) {
            return new Offer(pieces, cents, text, changed);
        }
    }

    /** An offer is written again so often. */
    static final int REVISIONS = 2;

    static final ToolHandle<Offer, Offer> READ_OFFER = ToolHandle.of("read_offer", Offer.class, Offer.class);
    static final ToolHandle<Offer, String> SEND_OFFER = ToolHandle.of("send_offer", Offer.class, String.class);

    private static final FlowStep<String, Stock> STOCK =
            FlowStep.agent("stock", AgentHandle.of("store", String.class, Stock.class));
    private static final FlowStep<String, Price> LIST =
            FlowStep.agent("list", AgentHandle.of("price-list", String.class, Price.class));
    private static final FlowStep<String, Price> SELLER =
            FlowStep.agent("seller", AgentHandle.of("seller", String.class, Price.class));
    private static final FlowStep<Price, Price> PRICE =
            FlowStep.code("price", Price.class, Price.class, bought -> new Price(withMargin(bought.cents())));
    private static final FlowStep<Terms, Offer> TERMS = FlowStep.code(
            "terms",
            Terms.class,
            Offer.class,
            terms -> new Offer(
                    terms.stock().pieces(),
                    Math.multiplyExact(terms.stock().pieces(), terms.price().cents()),
                    "",
                    ""));
    private static final FlowStep<Offer, String> ORDER =
            FlowStep.agent("order", AgentHandle.of("buyer", Offer.class, String.class));
    private static final FlowStep<Offer, Offer> WRITE =
            FlowStep.agent("write", AgentHandle.of("writer", Offer.class, Offer.class));
    private static final FlowStep<Offer, Offer> READ = FlowStep.tool("read", READ_OFFER);
    private static final FlowStep<Offer, String> SEND = FlowStep.tool("send", SEND_OFFER);
    private static final FlowStep<Trouble, String> LATER = FlowStep.code(
            "later",
            Trouble.class,
            String.class,
            why -> "It is written, but not sent (%s). We shall call you.".formatted(why.code()));

    static final Flow FLOW = Flow.taking("offer", String.class)
            .start(STOCK)
            .start(LIST)
            .start(SELLER)
            .either(List.of(LIST, SELLER), PRICE)
            .join(List.of(STOCK, PRICE), TERMS)
            .when(TERMS, "none there", offer -> offer.pieces() == 0, ORDER)
            .otherwise(TERMS, WRITE)
            .after(WRITE, READ)
            .again(READ, "not good yet", offer -> !offer.remarks().isEmpty(), WRITE, REVISIONS)
            .otherwise(READ, SEND)
            .failed(SEND, LATER)
            .end(SEND)
            .end(ORDER)
            .end(LATER)
            .build();

    private OfferDesk() {}

    private static int withMargin(int cents) {
        return Math.multiplyExact(cents, 6) / 5;
    }

    static AgentDefinition desk() {
        return AgentDefinition.of("offers", "makes offers: say what is wanted", FLOW);
    }

    static List<AgentDefinition> agents() {
        return List.of(
                desk(),
                AgentDefinition.of(
                        "store",
                        "knows what is there",
                        new CodeBrain(
                                view -> Next.Answer.data(new Stock(view.task().contains("gold") ? 0 : 300)))),
                AgentDefinition.of(
                        "price-list", "knows old prices", new CodeBrain(view -> Next.Answer.data(new Price(40)))),
                AgentDefinition.of(
                        "seller", "knows new prices", new CodeBrain(view -> Next.Answer.data(new Price(50)))),
                AgentDefinition.of("buyer", "orders", CodeBrain.answering(view -> "We have none. It is ordered.")),
                AgentDefinition.of(
                        "writer", "writes offers", new CodeBrain(view -> Next.Answer.data(written(offer(view))))));
    }

    private static Offer offer(RunView view) {
        return view.task(Offer.class).orElseThrow();
    }

    private static Offer written(Offer offer) {
        String price = String.format(Locale.ROOT, "%d pieces for %.2f euros", offer.pieces(), offer.cents() / 100.0);
        return offer.saying(offer.remarks().isEmpty() ? price : "Good day! We have " + price + ". Best wishes");
    }

    /** A reader with manners, and the post. */
    public static final class Tools {

        @Tool(name = "read_offer", value = "Reads an offer before it is sent")
        @SideEffects(SideEffect.READ_ONLY)
        Offer readOffer(int pieces, int cents, String text, String remarks) {
            Offer offer = new Offer(pieces, cents, text, "");
            return text.startsWith("Good day") ? offer : offer.with("Greet them.");
        }

        @Tool(name = "send_offer", value = "Sends an offer")
        @SideEffects(SideEffect.IDEMPOTENT)
        String sendOffer(int pieces, int cents, String text, String remarks, IdempotencyKey key) {
            if (cents > 1_000_000) {
                throw ToolFailureException.permanent("too-dear", "Somebody has to sign this.");
            }
            return text;
        }
    }

    public static void main(String[] args) {
        Talkoot.agents(agents()).tools(node -> AnnotatedTools.of(new Tools())).run(args);
    }
}
