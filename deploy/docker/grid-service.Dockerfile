# syntax=docker/dockerfile:1
# grid-service as an image, as a jar (default) or as a native executable. From the repository's root:
#   docker build -f deploy/docker/grid-service.Dockerfile -t nyc-crime/grid-service:dev .
#   docker build -f deploy/docker/grid-service.Dockerfile --target native -t nyc-crime/grid-service:dev .
# Needs BuildKit, which builds only the stages that the target wants. Runs as uid 65532 and writes only to /tmp.

ARG JDK=docker.io/library/eclipse-temurin:17-jdk-jammy
ARG GRAALVM=quay.io/quarkus/ubi9-quarkus-mandrel-builder-image:jdk-25
# Neither has a shell. The second is the first without the Java runtime: glibc, zlib, libstdc++, certificates.
ARG JAVA_RUNTIME=gcr.io/distroless/java17-debian13:nonroot
ARG NATIVE_RUNTIME=gcr.io/distroless/java-base-debian13:nonroot

FROM ${JDK} AS build-jvm
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 ./mvnw -B -ntp -q -pl grid-service -am -DskipTests -Dsbom package

FROM ${GRAALVM} AS build-native
USER root
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 ./mvnw -B -ntp -q -pl grid-service -am -DskipTests -Dsbom package \
    -Dnative -Dquarkus.native.march=compatibility

FROM ${NATIVE_RUNTIME} AS native
ENV HOME=/tmp
WORKDIR /app
COPY --from=build-native /src/grid-service/target/grid-service-1.0.0-SNAPSHOT-runner application
COPY --from=build-native /src/grid-service/target/bom.json /sbom/
ARG VERSION=dev
ARG REVISION=unknown
LABEL org.opencontainers.image.title="NYC Crime in Motion: grid-service" \
      org.opencontainers.image.description="NYPD records as heat grids, daily counts and hot spots" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
EXPOSE 8082
USER 65532:65532
ENTRYPOINT ["/app/application", "-Duser.home=/tmp"]

FROM ${JAVA_RUNTIME} AS jvm
ENV HOME=/tmp \
    JAVA_TOOL_OPTIONS="-Duser.home=/tmp -XX:+UseSerialGC -XX:MaxRAMPercentage=60 -XX:+ExitOnOutOfMemoryError"
WORKDIR /app
# Libraries first: they change less often than the service.
COPY --from=build-jvm /src/grid-service/target/quarkus-app/lib/ lib/
COPY --from=build-jvm /src/grid-service/target/quarkus-app/quarkus-run.jar ./
COPY --from=build-jvm /src/grid-service/target/quarkus-app/quarkus/ quarkus/
COPY --from=build-jvm /src/grid-service/target/quarkus-app/app/ app/
COPY --from=build-jvm /src/grid-service/target/bom.json /sbom/
ARG VERSION=dev
ARG REVISION=unknown
LABEL org.opencontainers.image.title="NYC Crime in Motion: grid-service" \
      org.opencontainers.image.description="NYPD records as heat grids, daily counts and hot spots" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
EXPOSE 8082
USER 65532:65532
ENTRYPOINT ["/usr/bin/java", "-jar", "quarkus-run.jar"]
