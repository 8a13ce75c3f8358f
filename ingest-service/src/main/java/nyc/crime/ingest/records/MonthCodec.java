package nyc.crime.ingest.records;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

import nyc.crime.ingest.records.MonthRecords.Odd;
import nyc.crime.ingest.records.MonthRecords.Part;

/**
 * The bytes of a kept month: four letters and a version, the SHA-256 of what follows, then the month, deflated. Bytes
 * that are cut short, changed or of another version are refused as a whole.
 */
final class MonthCodec {

    private static final byte[] MAGIC = {'N', 'C', 'M', 1};
    private static final int HASH_LENGTH = 32;
    private static final int HEADER = MAGIC.length + HASH_LENGTH;

    private MonthCodec() {}

    static byte[] write(MonthRecords month) {
        byte[] payload = payload(month);
        byte[] all = new byte[HEADER + payload.length];
        System.arraycopy(MAGIC, 0, all, 0, MAGIC.length);
        System.arraycopy(hash(payload), 0, all, MAGIC.length, HASH_LENGTH);
        System.arraycopy(payload, 0, all, HEADER, payload.length);
        return all;
    }

    /**
     * The month.
     *
     * @throws CorruptMonthException if these are not bytes that {@link #write} made
     */
    static MonthRecords read(byte[] all) {
        if (all.length < HEADER || !Arrays.equals(MAGIC, Arrays.copyOf(all, MAGIC.length))) {
            throw new CorruptMonthException("not a kept month of this version");
        }
        byte[] payload = Arrays.copyOfRange(all, HEADER, all.length);
        if (!MessageDigest.isEqual(hash(payload), Arrays.copyOfRange(all, MAGIC.length, HEADER))) {
            throw new CorruptMonthException("the checksum does not fit");
        }
        try (DataInputStream in = new DataInputStream(
                new BufferedInputStream(new InflaterInputStream(new ByteArrayInputStream(payload))))) {
            return month(in);
        } catch (IOException e) {
            throw new CorruptMonthException(e.toString());
        }
    }

    private static byte[] payload(MonthRecords month) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // fast, because a cold caller waits for it
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(new DeflaterOutputStream(bytes, deflater)))) {
            out.writeUTF(month.key().dataset());
            out.writeUTF(month.key().month().toString());
            out.writeUTF(month.origin());
            out.writeLong(month.fetchedAt().toEpochMilli());
            out.writeLong(month.checkedAt().toEpochMilli());
            out.writeInt(month.rows());
            ints(month.dayStart(), out);
            ints(month.lat(), out);
            ints(month.lon(), out);
            out.write(month.category());
            out.writeInt(month.offences().size());
            for (String offence : month.offences()) {
                out.writeUTF(offence);
            }
            shorts(month.offence(), out);
            shorts(month.precinct(), out);
            Odd odd = month.odd();
            ints(new int[] {odd.noCoordinates(), odd.outside(), odd.category(), odd.offence(), odd.precinct()}, out);
            out.writeInt(month.parts().size());
            for (Part part : month.parts()) {
                out.writeUTF(part.source());
                out.writeUTF(part.from());
                out.writeUTF(part.to());
                nullable(part.etag(), out);
                nullable(part.lastModified(), out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    private static MonthRecords month(DataInputStream in) throws IOException {
        MonthKey key = new MonthKey(in.readUTF(), YearMonth.parse(in.readUTF()));
        String origin = in.readUTF();
        Instant fetchedAt = Instant.ofEpochMilli(in.readLong());
        Instant checkedAt = Instant.ofEpochMilli(in.readLong());
        int rows = in.readInt();
        int[] dayStart = ints(in);
        int[] lat = ints(in);
        int[] lon = ints(in);
        byte[] category = in.readNBytes(lat.length);
        List<String> offences = new ArrayList<>();
        for (int i = in.readInt(); i > 0; i--) {
            offences.add(in.readUTF());
        }
        short[] offence = shorts(lat.length, in);
        short[] precinct = shorts(lat.length, in);
        int[] odd = ints(in);
        List<Part> parts = new ArrayList<>();
        for (int i = in.readInt(); i > 0; i--) {
            parts.add(new Part(in.readUTF(), in.readUTF(), in.readUTF(), nullable(in), nullable(in)));
        }
        return new MonthRecords(
                key,
                origin,
                fetchedAt,
                checkedAt,
                rows,
                dayStart,
                lat,
                lon,
                category,
                List.copyOf(offences),
                offence,
                precinct,
                new Odd(odd[0], odd[1], odd[2], odd[3], odd[4]),
                List.copyOf(parts));
    }

    private static void ints(int[] values, DataOutputStream out) throws IOException {
        out.writeInt(values.length);
        for (int value : values) {
            out.writeInt(value);
        }
    }

    private static int[] ints(DataInputStream in) throws IOException {
        int[] values = new int[in.readInt()];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readInt();
        }
        return values;
    }

    private static void shorts(short[] values, DataOutputStream out) throws IOException {
        for (short value : values) {
            out.writeShort(value);
        }
    }

    private static short[] shorts(int length, DataInputStream in) throws IOException {
        short[] values = new short[length];
        for (int i = 0; i < length; i++) {
            values[i] = in.readShort();
        }
        return values;
    }

    private static void nullable(String text, DataOutputStream out) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            out.writeUTF(text);
        }
    }

    private static String nullable(DataInputStream in) throws IOException {
        return in.readBoolean() ? in.readUTF() : null;
    }

    private static byte[] hash(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
