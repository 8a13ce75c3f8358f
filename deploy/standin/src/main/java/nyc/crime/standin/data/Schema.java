package nyc.crime.standin.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import nyc.crime.standin.soql.SoqlType;

/**
 * A dataset's columns in their order.
 *
 * @param id the dataset's four-by-four id
 * @param columns the columns, in the order in which {@code *} gives them
 */
public record Schema(String id, List<Column> columns) {

    /** A column: its field name and its type. */
    public record Column(String name, SoqlType type) {}

    private static final String ARRESTS_HISTORIC = "8h9b-rp9u";
    private static final String ARRESTS_THIS_YEAR = "uip8-fykc";
    private static final String COMPLAINTS_HISTORIC = "qgea-i56i";
    private static final String COMPLAINTS_THIS_YEAR = "5uac-w243";

    private static final String ARRESTS = """
            arrest_key:text arrest_date:floating_timestamp pd_cd:number pd_desc:text ky_cd:number ofns_desc:text
            law_code:text law_cat_cd:text arrest_boro:text arrest_precinct:number jurisdiction_code:number
            age_group:text perp_sex:text perp_race:text x_coord_cd:text y_coord_cd:text latitude:number
            longitude:number""";
    private static final String COMPLAINTS = """
            cmplnt_num:text cmplnt_fr_dt:floating_timestamp cmplnt_fr_tm:text cmplnt_to_dt:floating_timestamp
            cmplnt_to_tm:text addr_pct_cd:number rpt_dt:floating_timestamp ky_cd:number ofns_desc:text pd_cd:number
            pd_desc:text crm_atpt_cptd_cd:text law_cat_cd:text boro_nm:text loc_of_occur_desc:text prem_typ_desc:text
            juris_desc:text jurisdiction_code:number parks_nm:text hadevelopt:text housing_psa:text
            x_coord_cd:number y_coord_cd:number susp_age_group:text susp_race:text susp_sex:text
            transit_district:number latitude:number longitude:number lat_lon:point patrol_boro:text
            station_name:text vic_age_group:text vic_race:text vic_sex:text""";
    private static final String REGIONS = """
            :@computed_region_f5dn_yrer:number :@computed_region_yeji_bk3q:number :@computed_region_92fq_4b7q:number
            :@computed_region_sbqj_enih:number :@computed_region_efsh_h5xi:number""";

    /** The four NYPD datasets, each with every column that the real one has. */
    private static final Map<String, Schema> KNOWN = known();

    private static Map<String, Schema> known() {
        Map<String, Schema> known = new LinkedHashMap<>();
        known.put(ARRESTS_HISTORIC, of(ARRESTS_HISTORIC, ARRESTS, "lon_lat:point"));
        known.put(ARRESTS_THIS_YEAR, of(ARRESTS_THIS_YEAR, ARRESTS, "geocoded_column:point", REGIONS));
        known.put(COMPLAINTS_HISTORIC, of(COMPLAINTS_HISTORIC, COMPLAINTS, REGIONS));
        known.put(COMPLAINTS_THIS_YEAR, of(COMPLAINTS_THIS_YEAR, COMPLAINTS, "geocoded_column:point", REGIONS));
        return known;
    }

    private static Schema of(String id, String... lists) {
        List<Column> columns = new ArrayList<>();
        for (String column : String.join(" ", lists).trim().split("\\s+")) {
            int colon = column.lastIndexOf(':');
            columns.add(new Column(
                    column.substring(0, colon),
                    SoqlType.valueOf(column.substring(colon + 1).toUpperCase(Locale.ROOT))));
        }
        return new Schema(id, List.copyOf(columns));
    }

    /** The ids of the four NYPD datasets. */
    public static Iterable<String> knownIds() {
        return KNOWN.keySet();
    }

    /**
     * The columns of a dataset whose files have these fields: the real dataset's, then what only the files have. A
     * field that no NYPD dataset has is text.
     */
    public static Schema of(String id, Iterable<String> fields) {
        List<Column> columns = new ArrayList<>(KNOWN.containsKey(id) ? KNOWN.get(id).columns : List.of());
        for (String field : fields) {
            if (columns.stream().noneMatch(column -> column.name().equals(field))) {
                columns.add(new Column(field, typeAnywhere(field).orElse(SoqlType.TEXT)));
            }
        }
        return new Schema(id, List.copyOf(columns));
    }

    private static Optional<SoqlType> typeAnywhere(String field) {
        return KNOWN.values().stream()
                .flatMap(schema -> schema.columns.stream())
                .filter(column -> column.name().equals(field))
                .map(Column::type)
                .findFirst();
    }

    /** A column's place, or -1. */
    public int indexOf(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** The place of the first column of times: the one by which rows are kept. -1 if there is none. */
    public int dateColumn() {
        return firstOf(SoqlType.FLOATING_TIMESTAMP);
    }

    /** The place of the first column of points, or -1. */
    public int pointColumn() {
        return firstOf(SoqlType.POINT);
    }

    private int firstOf(SoqlType type) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).type() == type) {
                return i;
            }
        }
        return -1;
    }
}
