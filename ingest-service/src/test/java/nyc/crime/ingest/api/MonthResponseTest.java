package nyc.crime.ingest.api;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class MonthResponseTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip|true",
                "GZIP, deflate|true",
                "br;q=1.0, gzip;q=0.8, *;q=0.1|true",
                "gzip;q=0|false",
                "gzip;q=0.0|false",
                "identity|false",
                "deflate, br|false",
                "*|true",
                "''|false"
            })
    void gzipIsSentOnlyWhereItIsTaken(String acceptEncoding, boolean taken) {
        assertThat(MonthResponse.takesGzip(acceptEncoding)).isEqualTo(taken);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"W/\"abc\"|true", "\"abc\"|true", "\"x\", W/\"abc\"|true", "*|true", "\"abcd\"|false", "abc|false"
            })
    void ifNoneMatchComparesWeakly(String ifNoneMatch, boolean matches) {
        assertThat(MonthResponse.matches(ifNoneMatch, "W/\"abc\"")).isEqualTo(matches);
    }
}
