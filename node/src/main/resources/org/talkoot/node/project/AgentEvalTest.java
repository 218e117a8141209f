package @package@;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import org.junit.jupiter.api.Test;
import org.talkoot.eval.EvalCommand;

class @class@EvalTest {

    /** The cases in evals/, each on a node of its own. The report is in target/eval-report. */
    @Test
    void doesWhatItIsFor() {
        int code =
                EvalCommand.execute(
                        System.getenv(),
                        new PrintWriter(System.out, true),
                        new PrintWriter(System.err, true),
                        "evals/@name@.yaml",
                        "--out=target/eval-report");

        assertThat(code).isZero();
    }
}
