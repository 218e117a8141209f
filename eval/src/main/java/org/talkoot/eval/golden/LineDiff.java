package org.talkoot.eval.golden;

import java.util.List;

/** Two texts line by line: what has gone with a minus, what has come with a plus; what is the same is left out. */
final class LineDiff {

    /** Beyond this the whole text is shown as gone and come. */
    private static final int MOST_LINES = 1_000;

    private LineDiff() {}

    static String of(String before, String now) {
        List<String> was = before.lines().toList();
        List<String> is = now.lines().toList();
        StringBuilder text = new StringBuilder();
        if (was.size() > MOST_LINES || is.size() > MOST_LINES) {
            was.forEach(line -> text.append("- ").append(line).append('\n'));
            is.forEach(line -> text.append("+ ").append(line).append('\n'));
            return text.toString();
        }
        int[][] common = common(was, is);
        int i = 0;
        int j = 0;
        while (i < was.size() || j < is.size()) {
            if (i < was.size() && j < is.size() && was.get(i).equals(is.get(j))) {
                i++;
                j++;
            } else if (j == is.size() || (i < was.size() && common[i + 1][j] >= common[i][j + 1])) {
                text.append("- ").append(was.get(i++)).append('\n');
            } else {
                text.append("+ ").append(is.get(j++)).append('\n');
            }
        }
        return text.toString();
    }

    /** How long the longest common sequence is behind each pair of lines. */
    private static int[][] common(List<String> was, List<String> is) {
        int[][] common = new int[was.size() + 1][is.size() + 1];
        for (int i = was.size() - 1; i >= 0; i--) {
            for (int j = is.size() - 1; j >= 0; j--) {
                common[i][j] = was.get(i).equals(is.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
