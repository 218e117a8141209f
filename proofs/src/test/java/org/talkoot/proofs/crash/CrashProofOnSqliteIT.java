package org.talkoot.proofs.crash;

import java.util.Map;

final class CrashProofOnSqliteIT extends CrashProofSuite {

    @Override
    Map<String, String> environment() {
        return Map.of();
    }
}
