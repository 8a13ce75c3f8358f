package nyc.crime.standin.soql;

/** The types of SoQL values that these datasets have. */
public enum SoqlType {
    TEXT("text"),
    NUMBER("number"),
    FLOATING_TIMESTAMP("floating_timestamp"),
    FIXED_TIMESTAMP("fixed_timestamp"),
    POINT("point"),
    MULTIPOLYGON("multipolygon"),
    BOOLEAN("boolean"),
    ROW_IDENTIFIER("row_identifier");

    private final String wire;

    SoqlType(String wire) {
        this.wire = wire;
    }

    /** The type's name in {@code X-SODA2-Types}. */
    public String wire() {
        return wire;
    }

    /** Whether values are GeoJSON geometries. */
    public boolean isGeometry() {
        return this == POINT || this == MULTIPOLYGON;
    }

    /** Whether values are ISO times, which compare as text. */
    public boolean isTime() {
        return this == FLOATING_TIMESTAMP || this == FIXED_TIMESTAMP;
    }
}
