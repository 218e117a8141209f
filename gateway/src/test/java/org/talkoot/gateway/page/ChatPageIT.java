package org.talkoot.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.node.LocalNode.eventually;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.langchain4j.agent.tool.Tool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.talkoot.agents.tool.method.AnnotatedTools;
import org.talkoot.agents.tool.method.NeedsApproval;
import org.talkoot.agents.tool.method.SideEffects;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** The page as a person has it: a real browser, a real node, HTTP between them. */
final class ChatPageIT {

    private static final String EVIL =
            "<img src=/x onerror=\"document.title='owned'\"><script>document.title='owned'</script>";

    @TempDir
    static Path directory;

    @RegisterExtension
    static final Browser BROWSER = new Browser();

    private static final Typist MODEL = new Typist();
    private static LocalNode node;

    @BeforeAll
    static void start() {
        node = LocalNode.start(
                Talkoot.agents(List.of(
                                AgentDefinition.of("echo", "repeats what it hears", LlmBrain.of("Repeat.")),
                                AgentDefinition.of("cashier", "pays", new CodeBrain(ChatPageIT::pays)),
                                AgentDefinition.of("buyer", "asks", new CodeBrain(ChatPageIT::asks))))
                        .model(MODEL)
                        .tools(context -> AnnotatedTools.of(new Till())),
                directory,
                Map.of());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    /** Pays, when somebody has agreed. */
    public static final class Till {

        @Tool("Pays.")
        @NeedsApproval
        @SideEffects(SideEffect.AT_MOST_ONCE)
        public String pay(int amount, String what) {
            return "paid %d for %s".formatted(amount, what);
        }
    }

    private static Next pays(RunView view) {
        String arguments = JsonNodeFactory.instance
                .objectNode()
                .put("amount", 5000)
                .put("what", view.task())
                .toString();
        return view.lastStep().orElse(null) instanceof Step.ToolSettled settled
                ? new Next.Answer(settled.result().text())
                : Next.CallTools.of(new ToolRequest("pay", arguments));
    }

    private static Next asks(RunView view) {
        return view.lastStep().orElse(null) instanceof Step.HumanDecided decided
                ? new Next.Answer("heard: " + decided.approval().comment())
                : new Next.AskHuman("May I order " + view.task() + "?", Duration.ofHours(1));
    }

    /** Whatever a scenario does, nobody finds an error in the console afterwards. */
    @AfterEach
    void theConsoleIsQuiet() {
        assertThat(BROWSER.severe()).as("what the console says").isEmpty();
    }

    @Test
    void whoWritesSeesTheAnswerArrive() {
        conversation("written");

        says("echo", "good morning");

        eventually(() -> assertThat(messages()).containsExactly("good morning", "You said: good morning"));
        assertThat(BROWSER.texts("#log .assistant small")).containsExactly("echo · test/typist");
        eventually(() -> assertThat(BROWSER.texts("#busy")).containsExactly(""));
    }

    @Test
    void whatWaitsForSomebodyIsApprovedInTheInbox() {
        conversation("approved");
        says("cashier", "the rent");

        inbox();
        row("approved", "May pay run with", "{\"amount\":5000,\"what\":\"the rent\"}");
        press("approved", "Approve");

        settled("approved");
        eventually(() -> assertThat(messages()).endsWith("paid 5000 for the rent"));
    }

    @Test
    void whatIsDeniedIsNotDoneAndTheReasonIsHeard() {
        conversation("denied");
        says("cashier", "a yacht");

        inbox();
        write("denied", "Why", "Too dear.");
        press("denied", "Deny");

        settled("denied");
        eventually(() -> assertThat(messages().getLast()).contains("denied").contains("Too dear."));
    }

    @Test
    void theToolGetsWhatSomebodyHasMadeOfTheArguments() {
        conversation("edited");
        says("cashier", "flowers");

        inbox();
        press("edited", "Edit");
        write("edited", "Arguments", "{\"amount\":40,\"what\":\"tulips\"}");
        press("edited", "Change");
        row("edited", "May pay run with", "{\"amount\":40,\"what\":\"tulips\"}");
        node.post(
                node.get("/v1/approvals?conversation=edited")
                        .at("/approvals/0/href")
                        .asText(),
                "{\"approve\":true,\"version\":1,\"by\":\"ann\"}",
                200);

        settled("edited");
        eventually(() -> assertThat(messages()).endsWith("paid 40 for tulips"));
    }

    @Test
    void aQuestionIsAnswered() {
        conversation("asked");
        says("buyer", "chairs");

        inbox();
        row("asked", "May I order chairs?");
        write("asked", "In words", "Green ones.");
        press("asked", "Yes");

        settled("asked");
        eventually(() -> assertThat(messages()).endsWith("heard: Green ones."));
    }

    @Test
    void whateverLooksLikeHtmlIsText() {
        conversation("evil");
        says("echo", EVIL);
        eventually(() -> assertThat(messages()).containsExactly(EVIL, "You said: " + EVIL));
        says("buyer", EVIL);
        inbox();
        row("evil", "May I order " + EVIL + "?");
        press("evil", "Yes");
        settled("evil");

        eventually(() -> assertThat(messages()).endsWith("heard:"));
        assertThat(BROWSER.count("#log img, #log script, #rows img, #rows script"))
                .isZero();
        assertThat(BROWSER.title()).isEqualTo("Talkoot");
    }

    @Test
    void whoReloadsInTheMiddleOfAnAnswerHasAllOfItOnceAtItsEnd() {
        conversation("reloaded");
        says("echo", Typist.SLOWLY);
        MODEL.types("one ");
        eventually(() -> assertThat(messages()).containsExactly(Typist.SLOWLY, "one"));

        BROWSER.reload();
        eventually(() -> assertThat(messages()).contains(Typist.SLOWLY));
        MODEL.types("two ");
        eventually(() -> assertThat(messages()).hasSize(2).last().asString().contains("two"));
        MODEL.ends();

        eventually(() -> assertThat(messages()).containsExactly(Typist.SLOWLY, "one two"));
        eventually(() -> assertThat(BROWSER.texts("#busy")).containsExactly(""));
    }

    @Test
    void nothingThatIsOpenedMakesTheConsoleComplain() {
        conversation("looked-at");
        says("echo", "hello");
        eventually(() -> assertThat(messages()).hasSize(2));

        BROWSER.find(By.id("working")).click();
        eventually(() -> assertThat(BROWSER.texts("#tree li").getFirst()).startsWith("echo — answered"));
        BROWSER.find(By.cssSelector("#work header button")).click();
        inbox();
        BROWSER.find(By.id("close")).click();
        BROWSER.find(By.id("new")).click();

        eventually(() -> assertThat(messages()).isEmpty());
        assertThat(BROWSER.severe()).isEmpty();
    }

    private static void conversation(String id) {
        BROWSER.open(node.url() + "/#" + id);
        eventually(() -> assertThat(BROWSER.texts("form option")).contains("echo", "cashier", "buyer"));
    }

    private static void says(String agent, String text) {
        BROWSER.find(By.cssSelector("form select")).sendKeys(agent);
        BROWSER.find(By.cssSelector("form textarea")).sendKeys(text, Keys.ENTER);
    }

    /** What has been said, by whom ever. */
    private static List<String> messages() {
        return BROWSER.texts("#log .m > span");
    }

    private static void inbox() {
        BROWSER.find(By.id("waits")).click();
    }

    /** Waits until the inbox has a row of a conversation that says these. */
    private static void row(String conversation, String... lines) {
        eventually(() -> assertThat(of(conversation, "").getText()).contains(lines));
    }

    private static void press(String conversation, String button) {
        eventually(() -> of(conversation, "//button[text()='" + button + "']").click());
    }

    private static void write(String conversation, String field, String text) {
        eventually(() -> of(conversation, "//*[@aria-label='" + field + "']"));
        WebElement element = of(conversation, "//*[@aria-label='" + field + "']");
        element.clear();
        element.sendKeys(text);
    }

    private static WebElement of(String conversation, String below) {
        return BROWSER.find(By.xpath("//div[@id='rows']/div[.//a[text()='" + conversation + "']]" + below));
    }

    /** Nothing of a conversation waits any more; its inbox is closed. */
    private static void settled(String conversation) {
        eventually(() -> assertThat(BROWSER.texts("#rows a")).doesNotContain(conversation));
        BROWSER.find(By.id("close")).click();
    }
}
