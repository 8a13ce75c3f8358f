package nyc.crime.ingest.socrata;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import nyc.crime.ingest.IngestConfig.Upstream;

import static org.assertj.core.api.Assertions.assertThat;

class SodaApiTest {

    private static SodaApi api(String option, String token) {
        Upstream.Api chosen = new Upstream.ApiConverter().convert(option);
        Upstream config = (Upstream) Proxy.newProxyInstance(
                SodaApiTest.class.getClassLoader(),
                new Class<?>[] {Upstream.class},
                (proxy, method, arguments) -> method.getName().equals("api") ? chosen : true);
        return new SodaApi(
                null, config, new AppToken(Optional.ofNullable(token), Duration.ofMinutes(15), Clock.systemUTC()));
    }

    @ParameterizedTest
    @CsvSource({"2, a-token, 2, 2", "3, a-token, 3, 3", "auto, a-token, 2, 3", "auto, , 2, 2"})
    void onlyWhoMayChooseAndHasATokenGoesOverToThreeWhenTwoIsRefused(
            String option, String token, int before, int after) {
        SodaApi api = api(option, token);
        assertThat(api.version()).isEqualTo(before);
        assertThat(api.refused(before)).isEqualTo(before != after);
        assertThat(api.version()).isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void itStaysWithThreeOnlyIfThatIsAnswered(boolean answered) {
        SodaApi api = api("auto", "a-token");
        api.refused(2);
        if (answered) {
            api.answered(3);
        }
        assertThat(api.refused(3)).isFalse();
        assertThat(api.version()).isEqualTo(answered ? 3 : 2);
    }
}
