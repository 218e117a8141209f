package org.talkoot.proofs.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * A service that knows the people and signs what they decide: a stranger, with a pair of keys, the JDK or Python, and
 * docs/approvals.md.
 */
final class Notary {

    private static final String ISSUER = "https://notary.example";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the page takes as given. */
    private static final String PREPARED = """
            import hashlib, json, time, jwt
            asked = json.load(open('%s'))
            run, request = asked['run'], asked['request']
            ISSUER = '%s'
            key = open('%s').read()
            """;

    private final KeyPair keys;

    private Notary(KeyPair keys) {
        this.keys = keys;
    }

    static Notary withNewKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return new Notary(generator.generateKeyPair());
    }

    /** What a node has to be told to believe it, beside what it is told anyway. */
    Map<String, String> environment(Path directory, Map<String, String> others) throws IOException {
        ECPoint point = ((ECPublicKey) keys.getPublic()).getW();
        ObjectNode set = JSON.createObjectNode();
        set.putArray("keys")
                .addObject()
                .put("kty", "EC")
                .put("crv", "P-256")
                .put("kid", "k1")
                .put("x", base64(point.getAffineX()))
                .put("y", base64(point.getAffineY()));
        Path file = directory.resolve("notary.json");
        Files.writeString(file, set.toString());
        Map<String, String> all = new TreeMap<>(others);
        all.put("TALKOOT_DECISIONS_ISSUER", ISSUER);
        all.put("TALKOOT_DECISIONS_KEYS", file.toUri().toString());
        return all;
    }

    /** An event that says yes to what an event {@code run.approval-requested} asks. */
    byte[] yes(JsonNode asked, String user) throws GeneralSecurityException {
        JsonNode request = asked.at("/payload/request");
        ObjectNode decision = JSON.createObjectNode()
                .put("run", asked.at("/payload/run").asText())
                .put("call", request.get("call").asText())
                .put("version", request.get("version").asInt())
                .put(
                        "digest",
                        digest(
                                request.get("tool").asText(),
                                request.get("arguments").asText()))
                .put("approve", true);
        long now = Instant.now().getEpochSecond();
        ObjectNode claims = JSON.createObjectNode()
                .put("iss", ISSUER)
                .put("aud", "talkoot-decisions")
                .put("sub", user)
                .put("iat", now)
                .put("exp", now + 300);
        claims.putArray("roles").add("finance");
        claims.set("decision", decision);
        return event(asked, user, signed(claims));
    }

    /** The same by Ann, in the words of Python that stand in docs/approvals.md. */
    byte[] yesOfAnnInPython(JsonNode asked, Path directory) throws IOException, InterruptedException {
        Path key = Files.writeString(directory.resolve("key.pem"), """
                -----BEGIN PRIVATE KEY-----
                %s
                -----END PRIVATE KEY-----
                """.formatted(
                        Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())));
        Path payload = Files.writeString(
                directory.resolve("asked.json"), asked.get("payload").toString());
        Path script = Files.writeString(
                directory.resolve("decide.py"),
                PREPARED.formatted(payload, ISSUER, key) + pythonOfThePage() + "print(token)\n");
        Process python = new ProcessBuilder("/usr/bin/python3", script.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(python.getInputStream().readAllBytes(), UTF_8).strip();
        if (python.waitFor() != 0) {
            throw new IOException("apt install python3-jwt python3-cryptography; " + said);
        }
        return event(asked, "ann", said);
    }

    private static String pythonOfThePage() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "approvals.md"));
        String fence = "```python\n";
        int begin = page.indexOf(fence) + fence.length();
        return page.substring(begin, page.indexOf("```", begin));
    }

    private static byte[] event(JsonNode asked, String user, String token) {
        ObjectNode event = JSON.createObjectNode()
                .put("event_id", "yes-" + user + "-" + asked.get("event_id").asText())
                .put("event_type", "approval.decided")
                .put("conversation_id", asked.get("conversation_id").asText());
        event.putObject("payload").put("decision", token);
        return event.toString().getBytes(UTF_8);
    }

    private String signed(ObjectNode claims) throws GeneralSecurityException {
        ObjectNode header = JSON.createObjectNode()
                .put("typ", "talkoot-decision+jwt")
                .put("alg", "ES256")
                .put("kid", "k1");
        String text = base64(header.toString().getBytes(UTF_8))
                + "."
                + base64(claims.toString().getBytes(UTF_8));
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(keys.getPrivate());
        signature.update(text.getBytes(UTF_8));
        return text + "." + base64(signature.sign());
    }

    private static String digest(String tool, String arguments) throws GeneralSecurityException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest((tool + "\n" + arguments).getBytes(UTF_8)));
    }

    /** In 32 bytes, whatever it begins with. */
    private static String base64(BigInteger coordinate) {
        byte[] bytes = coordinate.toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(bytes.length, fixed.length);
        System.arraycopy(bytes, bytes.length - length, fixed, fixed.length - length, length);
        return base64(fixed);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
