package nyc.crime.ingest.store;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import nyc.crime.ingest.records.MonthKey;
import nyc.crime.ingest.records.MonthRecords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SealedCodecTest {

    static final MonthRecords MONTH = new MonthRecords(
            new MonthKey("arrests", YearMonth.of(2024, 2)),
            "files",
            Instant.ofEpochSecond(1_700_000_000),
            Instant.ofEpochSecond(1_700_000_100),
            true,
            5,
            new int[] {0, 2, 3},
            new int[] {1, -2, 3},
            new int[] {4, 5, 6},
            new byte[] {0, 1, 3},
            List.of("", "RAPE"),
            new short[] {1, 0, 1},
            new short[] {1, 0, 123},
            new byte[] {0, -1, 23},
            new MonthRecords.Odd(1, 1, 0, 2, 3, 4, 1, 2, 0),
            List.of(new MonthRecords.Part("5uac-w243", "rpt_dt", LocalDate.of(2023, 12, 31), "\"e\"", null)));

    @Test
    void readsWhatItWrote() {
        assertThat(SealedCodec.read(SealedCodec.write(MONTH), MonthRecords.class))
                .usingRecursiveComparison()
                .isEqualTo(MONTH);
    }

    @Test
    void refusesBytesThatWereChangedOrCut() {
        byte[] good = SealedCodec.write(MONTH);
        Random random = new Random(5);
        for (int i = 0; i < good.length; i++) {
            byte[] changed = good.clone();
            changed[i] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> SealedCodec.read(changed, MonthRecords.class))
                    .isInstanceOf(CorruptException.class);
            byte[] cut = Arrays.copyOf(good, i);
            assertThatThrownBy(() -> SealedCodec.read(cut, MonthRecords.class)).isInstanceOf(CorruptException.class);
        }
    }
}
