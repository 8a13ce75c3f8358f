package nyc.crime.ingest.store;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import nyc.crime.ingest.records.MonthRecords;

import static org.assertj.core.api.Assertions.assertThat;

class KeptRecordsTest {

    @TempDir
    Path folder;

    @Test
    void citiesStayApartInOneStore() {
        ByteStore store = new FolderStore(folder, 1 << 20);
        URI host = URI.create("https://data.example.org");
        KeptRecords one = new KeptRecords(store, host, "nyc");
        one.put("crimes/2024-02.month", SealedCodecTest.MONTH).await().indefinitely();
        for (String city : List.of("nyc", "chicago")) {
            MonthRecords kept = new KeptRecords(store, host, city)
                    .get("crimes/2024-02.month", MonthRecords.class, month -> true)
                    .await()
                    .indefinitely();
            assertThat(kept != null).as(city).isEqualTo(city.equals("nyc"));
        }
    }
}
