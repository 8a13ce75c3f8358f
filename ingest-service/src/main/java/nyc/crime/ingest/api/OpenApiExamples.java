package nyc.crime.ingest.api;

/** Examples for the OpenAPI page. */
final class OpenApiExamples {

    static final String MONTH = """
            {"dataset":"arrests","month":"2024-03","source":"live","stale":false,"fetchedAt":"2024-05-02T06:00:00Z",
             "rows":3,"placed":2,"unplaced":1,
             "odd":{"noCoordinates":1,"outside":0,"category":0,"offence":0,"precinct":0},
             "origin":{"lat":40.4,"lon":-74.3},"scale":10000,"days":31,
             "dayStart":[0,1,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2],
             "lat":[3064,3071],"lon":[2899,2954],"category":[1,0],
             "categories":["felony","misdemeanor","violation","other"]}""";

    static final String GEO_JSON = """
            {"type":"FeatureCollection","features":[{"type":"Feature",
             "geometry":{"type":"Point","coordinates":[-74.0101,40.7064]},
             "properties":{"date":"2024-03-01","category":"misdemeanor"}}]}""";

    static final String CSV = "date,category,latitude,longitude\r\n2024-03-01,misdemeanor,40.7064,-74.0101\r\n";

    static final String BAD_MONTH = """
            {"status":400,"title":"Bad month","detail":"\\"2024-13\\" is no month of the calendar",
             "instance":"/v1/records/arrests/2024-13","parameter":"month"}""";

    static final String FAILED_MONTH = """
            {"dataset":"arrests","month":"2024-02","problem":{"type":"about:blank","title":"Socrata cannot be read",\
            "status":502,"detail":"Socrata answered 500"}}""";

    static final String DATASETS = """
            {"datasets":[{"id":"arrests","title":"NYPD Arrests","socrataIds":["8h9b-rp9u","uip8-fykc"],
             "firstDate":"2006-01-01","lastDate":"2025-06-30","rows":6200000,"unusedRows":0,
             "refreshedAt":"2025-08-01T06:00:00Z","source":"live"}]}""";

    private OpenApiExamples() {}
}
