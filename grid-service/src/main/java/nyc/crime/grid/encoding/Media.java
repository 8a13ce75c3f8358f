package nyc.crime.grid.encoding;

/** The media types of this service's answers. */
public final class Media {

    public static final String JSON = "application/json";
    public static final String GEO_JSON = "application/geo+json";
    public static final String PNG = "image/png";
    public static final String U8 = "application/octet-stream";
    public static final String NPY = "application/x-npy";
    public static final String CSV = "text/csv";
    public static final String COMPACT = "application/vnd.nyc-grids";

    private Media() {}
}
