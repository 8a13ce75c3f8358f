package nyc.crime.standin.http;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.vertx.core.MultiMap;

import nyc.crime.standin.data.Schema;
import nyc.crime.standin.soql.Expression;
import nyc.crime.standin.soql.Position;
import nyc.crime.standin.soql.Query;
import nyc.crime.standin.soql.SodaException;
import nyc.crime.standin.soql.SoqlParser;

/** Reads a SODA 2 query from a request's parameters: clauses, or one {@code $query}, and {@code column=value} filters. */
final class Soda2Query {

    private static final Set<String> PARAMETERS = Set.of(
            "$select",
            "$where",
            "$group",
            "$having",
            "$order",
            "$limit",
            "$offset",
            "$query",
            "$$app_token",
            "$$exclude_system_fields");

    private final MultiMap parameters;

    private Soda2Query(MultiMap parameters) {
        this.parameters = parameters;
    }

    static Query read(MultiMap parameters, Schema schema) {
        return new Soda2Query(parameters).read(schema);
    }

    private Query read(Schema schema) {
        List<Expression> conditions = new ArrayList<>();
        Set<String> unrecognized = new LinkedHashSet<>();
        for (String name : parameters.names()) {
            String column = name.toLowerCase(Locale.ROOT);
            if (schema.indexOf(column) >= 0 || column.equals(":id")) {
                Position at = new Position(name + "=" + parameters.get(name), 0);
                conditions.add(new Expression.Call(
                        "=",
                        List.of(new Expression.Name(column, at), new Expression.Literal(parameters.get(name))),
                        at));
            } else if (!PARAMETERS.contains(name)) {
                unrecognized.add(name);
            }
        }
        if (!unrecognized.isEmpty()) {
            throw SodaException.unrecognized(unrecognized);
        }
        if (parameters.contains("$query")) {
            return SoqlParser.query(parameters.get("$query"));
        }
        if (has("$where")) {
            conditions.add(SoqlParser.where(parameters.get("$where")));
        }
        Expression where = conditions.stream()
                .reduce((left, right) -> new Expression.Call("and", List.of(left, right), null))
                .orElse(null);
        return new Query(
                has("$select") ? SoqlParser.select(parameters.get("$select")) : List.of(),
                where,
                has("$group") ? SoqlParser.group(parameters.get("$group")) : List.of(),
                has("$having") ? SoqlParser.having(parameters.get("$having")) : null,
                has("$order") ? SoqlParser.order(parameters.get("$order")) : List.of(),
                integer("$limit"),
                integer("$offset"));
    }

    private boolean has(String name) {
        return parameters.contains(name) && !parameters.get(name).isBlank();
    }

    private Integer integer(String name) {
        if (!has(name)) {
            return null;
        }
        try {
            return Integer.valueOf(parameters.get(name).trim());
        } catch (NumberFormatException e) {
            throw SodaException.invalidRequest("Invalid " + name + ": " + parameters.get(name));
        }
    }
}
