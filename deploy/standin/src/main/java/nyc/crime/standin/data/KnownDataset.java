package nyc.crime.standin.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import nyc.crime.standin.soql.SoqlType;

/** The datasets of NYC Open Data that the stand-in knows, each with the columns that the real one has. */
public enum KnownDataset {
    ARRESTS_HISTORIC("8h9b-rp9u", "NYPD Arrests Data (Historic)", Columns.ARRESTS, "lon_lat:point"),
    ARRESTS_CURRENT(
            "uip8-fykc", "NYPD Arrest Data (Year to Date)", Columns.ARRESTS, "geocoded_column:point", Columns.REGIONS),
    COMPLAINTS_HISTORIC("qgea-i56i", "NYPD Complaint Data Historic", Columns.COMPLAINTS, Columns.REGIONS),
    COMPLAINTS_CURRENT(
            "5uac-w243",
            "NYPD Complaint Data Current (Year To Date)",
            Columns.COMPLAINTS,
            "geocoded_column:point",
            Columns.REGIONS),
    PRECINCTS(
            "y76i-bdw7", "Police Precincts", "the_geom:multipolygon precinct:text shape_leng:number shape_area:number"),
    NEIGHBOURHOODS("9nt8-h7nd", "2020 Neighborhood Tabulation Areas (NTAs)", """
            the_geom:multipolygon borocode:text boroname:text countyfips:text nta2020:text ntaname:text
            ntaabbrev:text ntatype:text cdta2020:text cdtaname:text shape_leng:number shape_area:number"""),
    PARKS("enfh-gkve", "Parks Properties", "the_geom:multipolygon signname:text typecategory:text acres:number"),
    BOROUGHS(
            "gthc-hcne",
            "Borough Boundaries",
            "the_geom:multipolygon boroname:text borocode:text shape_leng:number shape_area:number");

    private final String id;
    private final String title;
    private final Schema schema;

    KnownDataset(String id, String title, String... columns) {
        this.id = id;
        this.title = title;
        List<Schema.Column> all = new ArrayList<>();
        for (String column : String.join(" ", columns).trim().split("\\s+")) {
            int colon = column.lastIndexOf(':');
            all.add(new Schema.Column(
                    column.substring(0, colon),
                    SoqlType.valueOf(column.substring(colon + 1).toUpperCase(Locale.ROOT))));
        }
        this.schema = new Schema(id, List.copyOf(all));
    }

    /** The dataset of an id. */
    public static Optional<KnownDataset> of(String id) {
        return Arrays.stream(values()).filter(known -> known.id.equals(id)).findFirst();
    }

    /** Socrata's four-by-four id. */
    public String id() {
        return id;
    }

    /** The name that the portal gives it. */
    public String title() {
        return title;
    }

    /** All columns of the real dataset. */
    public Schema schema() {
        return schema;
    }

    /** The column without which a file is not this dataset: an event's date, an area's name. */
    String nameColumn() {
        if (isEvents()) {
            return schema.columns().get(schema.dateColumn()).name();
        }
        return this == NEIGHBOURHOODS ? "ntaname" : schema.columns().get(1).name();
    }

    /** Whether its rows are events, not areas. */
    public boolean isEvents() {
        return this.ordinal() <= COMPLAINTS_CURRENT.ordinal();
    }

    private static final class Columns {
        static final String ARRESTS = """
                arrest_key:text arrest_date:floating_timestamp pd_cd:number pd_desc:text ky_cd:number ofns_desc:text
                law_code:text law_cat_cd:text arrest_boro:text arrest_precinct:number jurisdiction_code:number
                age_group:text perp_sex:text perp_race:text x_coord_cd:text y_coord_cd:text latitude:number
                longitude:number""";
        static final String COMPLAINTS = """
                cmplnt_num:text cmplnt_fr_dt:floating_timestamp cmplnt_fr_tm:text cmplnt_to_dt:floating_timestamp
                cmplnt_to_tm:text addr_pct_cd:number rpt_dt:floating_timestamp ky_cd:number ofns_desc:text pd_cd:number
                pd_desc:text crm_atpt_cptd_cd:text law_cat_cd:text boro_nm:text loc_of_occur_desc:text
                prem_typ_desc:text juris_desc:text jurisdiction_code:number parks_nm:text hadevelopt:text
                housing_psa:text x_coord_cd:number y_coord_cd:number susp_age_group:text susp_race:text susp_sex:text
                transit_district:number latitude:number longitude:number lat_lon:point patrol_boro:text
                station_name:text vic_age_group:text vic_race:text vic_sex:text""";
        static final String REGIONS = """
                :@computed_region_f5dn_yrer:number :@computed_region_yeji_bk3q:number
                :@computed_region_92fq_4b7q:number :@computed_region_sbqj_enih:number
                :@computed_region_efsh_h5xi:number""";
    }
}
