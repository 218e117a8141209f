package org.talkoot.persistence.snapshot;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Fast compression of JSON that is larger than a network packet. */
final class Deflate {

    private static final int WORTHWHILE = 1024;

    private Deflate() {}

    static boolean isWorthwhile(byte[] plain) {
        return plain.length > WORTHWHILE;
    }

    static byte[] deflate(byte[] plain) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(plain);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 3);
            byte[] buffer = new byte[8192];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    static byte[] inflate(byte[] packed) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed);
            ByteArrayOutputStream out = new ByteArrayOutputStream(packed.length * 4);
            byte[] buffer = new byte[8192];
            while (!inflater.finished()) {
                int length = inflater.inflate(buffer);
                if (length == 0 && inflater.needsInput()) {
                    throw new DataFormatException("ends too early");
                }
                out.write(buffer, 0, length);
            }
            return out.toByteArray();
        } finally {
            inflater.end();
        }
    }
}
