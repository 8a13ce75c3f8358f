# syntax=docker/dockerfile:1
# predict-service as an image, as a jar (default) or as a native executable. From the repository's root:
#   docker build -f deploy/docker/predict-service.Dockerfile -t nyc-crime/predict-service:dev .
#   docker build -f deploy/docker/predict-service.Dockerfile --target native -t nyc-crime/predict-service:dev .
# Needs BuildKit, which builds only the stages that the target wants. Runs as uid 65532 and writes only to /tmp.

ARG JDK=docker.io/library/eclipse-temurin:17-jdk-jammy
ARG GRAALVM=quay.io/quarkus/ubi9-quarkus-mandrel-builder-image:jdk-25
# Neither has a shell. The second is the first without the Java runtime: glibc, zlib, libstdc++, certificates.
ARG JAVA_RUNTIME=gcr.io/distroless/java17-debian13:nonroot
ARG NATIVE_RUNTIME=gcr.io/distroless/java-base-debian13:nonroot

FROM ${JDK} AS build-jvm
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 ./mvnw -B -ntp -q -pl predict-service -am -DskipTests -Dsbom package

# TensorFlow's libraries without their symbol tables: 438 MB of 603.
FROM build-jvm AS tensorflow
RUN apt-get update && apt-get install -y --no-install-recommends binutils \
 && strip --strip-unneeded predict-service/target/tensorflow/*

FROM ${GRAALVM} AS build-native
USER root
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 ./mvnw -B -ntp -q -pl predict-service -am -DskipTests -Dsbom package \
    -Dnative -Dquarkus.native.march=compatibility

FROM ${NATIVE_RUNTIME} AS native
ENV HOME=/tmp \
    NYC_PREDICT_TENSORFLOW_DIR=/opt/tensorflow NYC_PREDICT_MODEL_DIR=/opt/model TF_CPP_MIN_LOG_LEVEL=2
WORKDIR /app
# A layer of its own, below everything that changes.
COPY --link --from=tensorflow /src/predict-service/target/tensorflow/ /opt/tensorflow/
COPY predict-service/model/ /opt/model/
COPY --from=build-native /src/predict-service/target/predict-service-1.0.0-SNAPSHOT-runner application
COPY --from=build-native /src/predict-service/target/bom.json /sbom/
ARG VERSION=dev
ARG REVISION=unknown
LABEL org.opencontainers.image.title="NYC Crime in Motion: predict-service" \
      org.opencontainers.image.description="Forecasts of crime counts, and how good they are" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
EXPOSE 8083
USER 65532:65532
ENTRYPOINT ["/app/application", "-Duser.home=/tmp"]

FROM ${JAVA_RUNTIME} AS jvm
ENV HOME=/tmp \
    NYC_PREDICT_TENSORFLOW_DIR=/opt/tensorflow NYC_PREDICT_MODEL_DIR=/opt/model TF_CPP_MIN_LOG_LEVEL=2 \
    JAVA_TOOL_OPTIONS="-Duser.home=/tmp -XX:+UseSerialGC -XX:MaxRAMPercentage=30 -XX:MaxDirectMemorySize=64m -XX:+ExitOnOutOfMemoryError"
WORKDIR /app
# A layer of its own, below everything that changes.
COPY --link --from=tensorflow /src/predict-service/target/tensorflow/ /opt/tensorflow/
COPY predict-service/model/ /opt/model/
# Libraries first: they change less often than the service.
COPY --from=build-jvm /src/predict-service/target/quarkus-app/lib/ lib/
COPY --from=build-jvm /src/predict-service/target/quarkus-app/quarkus-run.jar ./
COPY --from=build-jvm /src/predict-service/target/quarkus-app/quarkus/ quarkus/
COPY --from=build-jvm /src/predict-service/target/quarkus-app/app/ app/
COPY --from=build-jvm /src/predict-service/target/bom.json /sbom/
ARG VERSION=dev
ARG REVISION=unknown
LABEL org.opencontainers.image.title="NYC Crime in Motion: predict-service" \
      org.opencontainers.image.description="Forecasts of crime counts, and how good they are" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
EXPOSE 8083
USER 65532:65532
ENTRYPOINT ["/usr/bin/java", "-jar", "quarkus-run.jar"]
