package nyc.crime.http;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

import org.jboss.resteasy.reactive.RestQuery;

/**
 * What JAX-RS leaves open about requests: a query parameter that the operation does not have, is given twice or is of
 * another type is a problem that names it, never ignored; and Accept becomes the one media type that is answered.
 */
@Provider
public class RequestFilter implements ContainerRequestFilter {

    private final Map<Method, Operation> operations = new ConcurrentHashMap<>();

    @Context
    ResourceInfo resource;

    /** What an operation takes and gives. */
    private record Operation(Map<String, Type> parameters, List<String> types) {

        static Operation of(Method method) {
            Map<String, Type> parameters = new TreeMap<>();
            for (Parameter parameter : method.getParameters()) {
                add(parameters, parameter, parameter.getName(), parameter.getParameterizedType());
                if (parameter.isAnnotationPresent(BeanParam.class)) {
                    for (Field field : parameter.getType().getDeclaredFields()) {
                        add(parameters, field, field.getName(), field.getGenericType());
                    }
                }
            }
            Produces produces = method.getAnnotation(Produces.class);
            if (produces == null) {
                produces = method.getDeclaringClass().getAnnotation(Produces.class);
            }
            return new Operation(parameters, produces == null ? List.of() : List.of(produces.value()));
        }

        private static void add(Map<String, Type> to, AnnotatedElement element, String name, Type type) {
            RestQuery query = element.getAnnotation(RestQuery.class);
            if (query != null) {
                to.put(query.value().isEmpty() ? name : query.value(), type);
            }
        }
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Method method = resource.getResourceMethod();
        if (method == null) {
            return;
        }
        Operation operation = operations.computeIfAbsent(method, Operation::of);
        if (operation.types.isEmpty()) {
            return; // a page or a file: a link to it may carry anything
        }
        request.getUriInfo().getQueryParameters().forEach((name, values) -> check(operation, name, values));
        List<String> accept = request.getHeaders().get(HttpHeaders.ACCEPT);
        String best = new Preferences(accept == null ? List.of() : accept).best(operation.types);
        if (best == null) {
            throw Problems.notAcceptable(operation.types);
        }
        request.getHeaders().putSingle(HttpHeaders.ACCEPT, best);
    }

    private static void check(Operation operation, String name, List<String> values) {
        Type declared = operation.parameters.get(name);
        if (declared == null) {
            throw Problems.badRequest(
                    name,
                    "there is no parameter " + Problems.shown(name) + " here; there "
                            + (operation.parameters.isEmpty()
                                    ? "is none"
                                    : "are " + String.join(", ", operation.parameters.keySet())));
        }
        boolean several = declared instanceof ParameterizedType;
        Class<?> type = (Class<?>) (several ? ((ParameterizedType) declared).getActualTypeArguments()[0] : declared);
        if (values.size() > 1 && !several) {
            throw Problems.badRequest(name, name + " may be given only once");
        }
        for (String value : values) {
            String wanted = wanted(type, value);
            if (wanted != null) {
                throw Problems.badRequest(name, name + " must be " + wanted + ", not " + Problems.shown(value));
            }
        }
    }

    /** What a value of the type looks like, if this is none. */
    private static String wanted(Class<?> type, String value) {
        try {
            if (type == int.class || type == Integer.class) {
                Integer.parseInt(value);
            } else if (type == double.class || type == Double.class) {
                Double.parseDouble(value);
            } else if (type == LocalDate.class) {
                LocalDate.parse(value);
            } else if (type.isEnum()
                    && Arrays.stream(type.getEnumConstants())
                            .noneMatch(one -> one.toString().equals(value))) {
                return "one of "
                        + String.join(
                                ", ",
                                Arrays.stream(type.getEnumConstants())
                                        .map(Object::toString)
                                        .toList());
            }
            return null;
        } catch (NumberFormatException e) {
            return type == int.class || type == Integer.class ? "a whole number" : "a number";
        } catch (DateTimeParseException e) {
            return "a date such as 2015-08-31";
        }
    }
}
