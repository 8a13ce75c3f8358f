# syntax=docker/dockerfile:1
# The trainer of predict-service's network as an image; Kubernetes runs it as a CronJob. From the repository's root:
#   docker build -f deploy/docker/training.Dockerfile -t nyc-crime/training:dev .
# Needs BuildKit. Runs as uid 65532 and writes only to /tmp and where it is told.

ARG JDK=docker.io/library/eclipse-temurin:17-jdk-jammy
ARG JAVA_RUNTIME=gcr.io/distroless/java17-debian13:nonroot

FROM ${JDK} AS build-jvm
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 ./mvnw -B -ntp -q -pl predict-service/training -am -DskipTests -Dsbom package

# TensorFlow's libraries without their symbol tables: 438 MB of 603.
FROM build-jvm AS tensorflow
RUN apt-get update && apt-get install -y --no-install-recommends binutils \
 && strip --strip-unneeded predict-service/target/tensorflow/*

FROM ${JAVA_RUNTIME} AS jvm
ENV HOME=/tmp TF_DETERMINISTIC_OPS=1 TF_CPP_MIN_LOG_LEVEL=2 \
    JAVA_TOOL_OPTIONS="-Duser.home=/tmp -Xmx1g -XX:MaxDirectMemorySize=512m -XX:+ExitOnOutOfMemoryError \
-Dorg.bytedeco.javacpp.maxPhysicalBytes=2g -Dorg.bytedeco.javacpp.platform.preloadpath=/opt/tensorflow"
WORKDIR /app
# A layer of its own, below everything that changes.
COPY --link --from=tensorflow /src/predict-service/target/tensorflow/ /opt/tensorflow/
COPY --from=build-jvm /src/predict-service/training/target/lib/ lib/
COPY --from=build-jvm /src/predict-service/training/target/training.jar ./
COPY --from=build-jvm /src/predict-service/training/target/bom.json /sbom/
ARG VERSION=dev
ARG REVISION=unknown
LABEL org.opencontainers.image.title="NYC Crime in Motion: training" \
      org.opencontainers.image.description="Trains, evaluates and exports the network that predict-service serves" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
USER 65532:65532
ENTRYPOINT ["/usr/bin/java", "-jar", "training.jar"]
