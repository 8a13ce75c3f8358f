package nyc.crime.predict.model;

import java.util.List;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import nyc.crime.city.CityProfile;
import nyc.crime.predict.inputs.Holidays;

/** Gives the service its city's holidays; with a rule that is none it does not start. */
@Singleton
class CityHolidays {

    @Produces
    @Singleton
    Holidays holidays(CityProfile city) {
        return Holidays.of(city.holidays().orElse(List.of()));
    }
}
