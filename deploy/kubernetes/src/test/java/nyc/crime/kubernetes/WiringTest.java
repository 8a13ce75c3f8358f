package nyc.crime.kubernetes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The objects fit each other and the services as they are configured in their own modules. */
class WiringTest {

    @ParameterizedTest
    @MethodSource("nyc.crime.kubernetes.Overlay#all")
    void selectorsChooseTheirOwnPods(Overlay overlay) {
        Map<String, PodTemplateSpec> pods = overlay.pods();
        Set<String> labels = new HashSet<>();
        pods.forEach((name, pod) ->
                assertTrue(labels.add(pod.getMetadata().getLabels().toString()), name));
        for (Deployment deployment : overlay.objects(Deployment.class)) {
            assertEquals(
                    Set.of(name(deployment)), chosen(pods, deployment.getSpec().getSelector()));
            deployment
                    .getSpec()
                    .getTemplate()
                    .getSpec()
                    .getTopologySpreadConstraints()
                    .forEach(it -> assertEquals(Set.of(name(deployment)), chosen(pods, it.getLabelSelector())));
            assertEquals(
                    ServiceSettings.NAMES.contains(name(deployment)),
                    !deployment
                            .getSpec()
                            .getTemplate()
                            .getSpec()
                            .getTopologySpreadConstraints()
                            .isEmpty());
        }
        for (StatefulSet set : overlay.objects(StatefulSet.class)) {
            assertEquals(Set.of(name(set)), chosen(pods, set.getSpec().getSelector()));
            assertTrue(overlay.objects(Service.class).stream()
                    .anyMatch(it -> name(it).equals(set.getSpec().getServiceName())));
        }
        for (Service service : overlay.objects(Service.class)) {
            LabelSelector selector =
                    new LabelSelector(List.of(), service.getSpec().getSelector());
            assertEquals(Set.of(name(service)), chosen(pods, selector));
        }
    }

    @ParameterizedTest
    @MethodSource("nyc.crime.kubernetes.Overlay#all")
    void everyServiceScalesAndOutlivesTheLossOfANode(Overlay overlay) {
        Map<String, PodTemplateSpec> pods = overlay.pods();
        Set<String> scaled = new TreeSet<>();
        for (HorizontalPodAutoscaler scaler : overlay.objects(HorizontalPodAutoscaler.class)) {
            assertEquals("apps/v1", scaler.getSpec().getScaleTargetRef().getApiVersion());
            assertEquals("Deployment", scaler.getSpec().getScaleTargetRef().getKind());
            String target = scaler.getSpec().getScaleTargetRef().getName();
            assertTrue(scaled.add(target));
            Deployment deployment = overlay.objects(Deployment.class).stream()
                    .filter(it -> name(it).equals(target))
                    .findFirst()
                    .orElseThrow();
            // A share of the request is what it scales on, and a number of replicas here would fight with it.
            assertNotNull(Overlay.container(deployment.getSpec().getTemplate())
                    .getResources()
                    .getRequests()
                    .get("cpu"));
            assertEquals(null, deployment.getSpec().getReplicas());
            assertTrue(scaler.getSpec().getMinReplicas() <= scaler.getSpec().getMaxReplicas());
            if (overlay.name().equals("production")) {
                assertTrue(scaler.getSpec().getMinReplicas() >= 2, target);
            }
        }
        assertEquals(new TreeSet<>(ServiceSettings.NAMES), scaled);
        Set<String> guarded = new TreeSet<>();
        for (PodDisruptionBudget budget : overlay.objects(PodDisruptionBudget.class)) {
            guarded.addAll(chosen(pods, budget.getSpec().getSelector()));
        }
        assertEquals(new TreeSet<>(ServiceSettings.NAMES), guarded);
    }

    @ParameterizedTest
    @MethodSource("nyc.crime.kubernetes.Overlay#all")
    void portsAreThoseThatTheServicesListenOn(Overlay overlay) {
        for (Service service : overlay.objects(Service.class)) {
            ServicePort port = service.getSpec().getPorts().get(0);
            ContainerPort target = Overlay.container(overlay.pods().get(name(service))).getPorts().stream()
                    .filter(it -> it.getName().equals(port.getTargetPort().getStrVal()))
                    .findFirst()
                    .orElseThrow();
            assertEquals(port.getPort(), target.getContainerPort());
            if (ServiceSettings.NAMES.contains(name(service))) {
                assertEquals(ServiceSettings.of(name(service)).port(), port.getPort());
                assertEquals("http", port.getName());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("nyc.crime.kubernetes.Overlay#all")
    void probesAskForTheHealthThatTheyAreFor(Overlay overlay) {
        for (String name : ServiceSettings.NAMES) {
            Container container = Overlay.container(overlay.pods().get(name));
            Map<String, Probe> probes = Map.of(
                    "/q/health/started", container.getStartupProbe(),
                    "/q/health/ready", container.getReadinessProbe(),
                    "/q/health/live", container.getLivenessProbe());
            probes.forEach((path, probe) -> {
                assertEquals(path, probe.getHttpGet().getPath(), name);
                String port = probe.getHttpGet().getPort().getStrVal();
                assertTrue(
                        container.getPorts().stream()
                                .anyMatch(it -> it.getName().equals(port)),
                        name);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("nyc.crime.kubernetes.Overlay#all")
    void everyVariableIsOneThatTheServiceReads(Overlay overlay) {
        for (String name : ServiceSettings.NAMES) {
            Set<String> known = ServiceSettings.of(name).variables();
            for (EnvVar variable : Overlay.container(overlay.pods().get(name)).getEnv()) {
                assertTrue(known.contains(variable.getName()), () -> name + " reads no " + variable.getName());
            }
        }
    }

    /** All are of one city, and the docs' command names each of them for another. */
    @ParameterizedTest
    @MethodSource("nyc.crime.kubernetes.Overlay#all")
    void whoKnowsACityKnowsTheSameOne(Overlay overlay) {
        Set<String> ofACity = new TreeSet<>();
        overlay.pods()
                .forEach((name, pod) -> Overlay.container(pod).getEnv().stream()
                        .filter(it -> it.getName().equals("NYC_CITY"))
                        .forEach(it -> {
                            assertEquals("nyc", it.getValue(), name);
                            ofACity.add(name);
                        }));
        assertEquals(Set.of("grid", "ingest", "predict", "training", "web"), ofACity);
        String command = Repository.read("deploy/README.md")
                .lines()
                .filter(line -> line.contains("kubectl set env"))
                .findFirst()
                .orElseThrow();
        for (String name : ofACity) {
            assertTrue(command.contains((name.equals("training") ? "cronjob/" : "deployment/") + name + " "), command);
        }
    }

    /** An address is a service of this overlay, at a port that it has. */
    @ParameterizedTest
    @MethodSource("nyc.crime.kubernetes.Overlay#all")
    void addressesLeadToServices(Overlay overlay) {
        Set<String> addresses = overlay.objects(Service.class).stream()
                .map(it -> name(it) + ":" + it.getSpec().getPorts().get(0).getPort())
                .collect(Collectors.toSet());
        List<String> inside = new ArrayList<>();
        overlay.pods().forEach((name, pod) -> {
            Container container = Overlay.container(pod);
            Stream.concat(container.getEnv().stream().map(EnvVar::getValue), container.getArgs().stream())
                    .filter(value -> value != null && value.matches("(.*=)?(http|redis)://.*"))
                    .forEach(value -> {
                        inside.add(name + " -> " + value);
                        assertTrue(addresses.contains(value.replaceFirst(".*://", "")), () -> name + ": " + value);
                    });
        });
        assertEquals(overlay.name().equals("sample") ? 5 : 4, inside.size(), inside::toString);
    }

    @ParameterizedTest
    @MethodSource("nyc.crime.kubernetes.Overlay#all")
    void oneOriginIsDividedAsTheServicesServe(Overlay overlay) {
        Ingress ingress = overlay.objects(Ingress.class).get(0);
        assertEquals(1, overlay.objects(Ingress.class).size());
        assertEquals(1, ingress.getSpec().getRules().size());
        List<HTTPIngressPath> paths =
                ingress.getSpec().getRules().get(0).getHttp().getPaths();
        Map<String, String> expected = Map.ofEntries(
                Map.entry("/v1/records/arrests/2024-03", "ingest"),
                Map.entry("/v1/datasets", "ingest"),
                Map.entry("/v1/grids/arrests/2024", "grid"),
                Map.entry("/v1/counts/mask", "grid"),
                Map.entry("/v1/georef", "grid"),
                Map.entry("/v1/areas/boroughs", "grid"),
                Map.entry("/v1/hotspots/arrests/2024-03", "grid"),
                Map.entry("/v1/forecasts", "predict"),
                Map.entry("/v1/scoreboard/series", "predict"),
                Map.entry("/v1/model", "predict"),
                Map.entry("/v1/record", "predict"),
                Map.entry("/v1/record/scores", "predict"),
                Map.entry("/v1/history/complaints", "grid"),
                Map.entry("/v1/series/complaints", "grid"),
                Map.entry("/v1/changes/complaints", "grid"),
                Map.entry("/v2/health/ready", "predict"),
                Map.entry("/v2", "predict"),
                Map.entry("/", "web"),
                Map.entry("/static/icon.svg", "web"));
        expected.forEach((path, service) -> assertEquals(service, IngressProxy.route(paths, path), path));
        // what is for operators leads nowhere, nor does anything else that nobody named
        for (String inside : List.of("/q", "/q/metrics", "/q/health/ready", "/q/openapi", "/metrics", "/v1", "/apps")) {
            assertNull(IngressProxy.route(paths, inside), inside);
        }
        Set<String> services =
                overlay.objects(Service.class).stream().map(WiringTest::name).collect(Collectors.toSet());
        for (HTTPIngressPath path : paths) {
            assertTrue(services.contains(path.getBackend().getService().getName()));
            assertEquals("http", path.getBackend().getService().getPort().getName());
        }
        // The page asks its own origin.
        Set<String> own = Overlay.container(overlay.pods().get("web")).getEnv().stream()
                .filter(it -> it.getName().endsWith("_URL"))
                .filter(it -> it.getValue() == null || it.getValue().isEmpty())
                .map(EnvVar::getName)
                .collect(Collectors.toSet());
        assertEquals(Set.of("INGEST_URL", "GRID_URL", "PREDICT_URL"), own);
    }

    @ParameterizedTest
    @MethodSource("nyc.crime.kubernetes.Overlay#all")
    void aRollingUpdateLosesNoRequest(Overlay overlay) {
        for (Deployment deployment : overlay.objects(Deployment.class)) {
            String name = name(deployment);
            if (!ServiceSettings.NAMES.contains(name)) {
                continue;
            }
            assertEquals(
                    0,
                    deployment
                            .getSpec()
                            .getStrategy()
                            .getRollingUpdate()
                            .getMaxUnavailable()
                            .getIntVal(),
                    name);
            PodSpec pod = deployment.getSpec().getTemplate().getSpec();
            long pause = Overlay.container(deployment.getSpec().getTemplate())
                    .getLifecycle()
                    .getPreStop()
                    .getSleep()
                    .getSeconds();
            assertTrue(pause >= 5, name);
            long stopping = Overlay.container(deployment.getSpec().getTemplate()).getEnv().stream()
                    .filter(it -> it.getName().equals(ServiceSettings.SHUTDOWN_TIMEOUT))
                    .mapToLong(it -> Duration.parse(it.getValue()).toSeconds())
                    .findFirst()
                    .orElse(0);
            assertTrue(stopping > 0, name);
            assertTrue(pod.getTerminationGracePeriodSeconds() > pause + stopping, name);
        }
    }

    @ParameterizedTest
    @MethodSource("nyc.crime.kubernetes.Overlay#all")
    void volumesExistAndAreMountedWhereTheyAreNeeded(Overlay overlay) {
        Set<String> claims = overlay.objects(PersistentVolumeClaim.class).stream()
                .map(WiringTest::name)
                .collect(Collectors.toSet());
        overlay.pods().forEach((name, pod) -> {
            Set<String> volumes = new TreeSet<>();
            pod.getSpec().getVolumes().forEach(volume -> {
                volumes.add(volume.getName());
                if (volume.getPersistentVolumeClaim() != null) {
                    assertTrue(claims.contains(volume.getPersistentVolumeClaim().getClaimName()), name);
                }
            });
            overlay.objects(StatefulSet.class).stream()
                    .filter(it -> name(it).equals(name))
                    .flatMap(it -> it.getSpec().getVolumeClaimTemplates().stream())
                    .forEach(it -> volumes.add(name(it)));
            Set<String> mounted = Overlay.container(pod).getVolumeMounts().stream()
                    .map(VolumeMount::getName)
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(volumes, mounted, name);
        });
        // Who serves must not be able to change the model.
        assertTrue(mount(overlay, "predict", "models").getReadOnly());
        // Who serves keeps the record of forecasts, which has to stay.
        assertEquals(
                mount(overlay, "predict", "record").getMountPath(),
                Overlay.container(overlay.pods().get("predict")).getEnv().stream()
                        .filter(it -> it.getName().equals("RECORD_DIR"))
                        .findFirst()
                        .orElseThrow()
                        .getValue());
        String models = mount(overlay, "training", "models").getMountPath();
        assertTrue(Overlay.container(overlay.pods().get("training")).getArgs().stream()
                .anyMatch(it -> it.equals("--models=" + models)));
        // What it makes current goes before what the image has.
        assertTrue(Overlay.container(overlay.pods().get("predict")).getEnv().stream()
                .anyMatch(it -> it.getName().equals("NYC_PREDICT_MODEL_DIR")
                        && it.getValue()
                                .equals(mount(overlay, "predict", "models").getMountPath() + ",/opt/model")));
    }

    @ParameterizedTest
    @MethodSource("nyc.crime.kubernetes.Overlay#all")
    void memoryIsLimitedAboveWhatIsAskedFor(Overlay overlay) {
        overlay.pods().forEach((name, pod) -> {
            Map<String, Quantity> requests =
                    Overlay.container(pod).getResources().getRequests();
            Map<String, Quantity> limits = Overlay.container(pod).getResources().getLimits();
            assertTrue(requests.get("cpu").getNumericalAmount().signum() > 0, name);
            assertTrue(
                    requests.get("memory")
                                    .getNumericalAmount()
                                    .compareTo(limits.get("memory").getNumericalAmount())
                            <= 0,
                    name);
        });
    }

    /** An image is one that deploy/docker builds, or a fixed release of somebody else's. */
    @ParameterizedTest
    @MethodSource("nyc.crime.kubernetes.Overlay#all")
    void imagesAreThoseThatAreBuilt(Overlay overlay) {
        overlay.pods().forEach((name, pod) -> {
            String image = Overlay.container(pod).getImage();
            if (!name.equals("redis")) {
                assertTrue(image.matches(".+:(?!latest$)[\\w.-]+"), image);
                String expected =
                        "nyc-crime/" + (ServiceSettings.NAMES.contains(name) ? ServiceSettings.module(name) : name);
                String found = image.replaceFirst(":[^:/]+$", "");
                assertTrue(found.equals(expected) || found.endsWith("/" + expected), image);
                assertEquals(!overlay.name().equals("production"), image.endsWith(":dev"), image);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("nyc.crime.kubernetes.Overlay#all")
    void retrainingNeverRunsTwiceAtOnce(Overlay overlay) {
        CronJob job = overlay.objects(CronJob.class).get(0);
        assertEquals("Forbid", job.getSpec().getConcurrencyPolicy());
        assertTrue(job.getSpec().getSchedule().matches("(\\S+ ){4}\\S+"));
        assertNotNull(job.getSpec().getJobTemplate().getSpec().getActiveDeadlineSeconds());
    }

    @ParameterizedTest
    @MethodSource("nyc.crime.kubernetes.Overlay#all")
    void prometheusFindsTheFourServices(Overlay overlay) {
        List<ServiceMonitor> monitors = overlay.objects(ServiceMonitor.class);
        assertEquals(overlay.name().equals("production") ? 1 : 0, monitors.size());
        for (ServiceMonitor monitor : monitors) {
            Set<String> found = overlay.objects(Service.class).stream()
                    .filter(it -> Labels.match(
                            monitor.getSpec().getSelector(), it.getMetadata().getLabels()))
                    .filter(it -> it.getSpec().getPorts().stream()
                            .anyMatch(port -> monitor.getSpec()
                                    .getEndpoints()
                                    .get(0)
                                    .getPort()
                                    .equals(port.getName())))
                    .map(WiringTest::name)
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(new TreeSet<>(ServiceSettings.NAMES), found);
        }
    }

    private static VolumeMount mount(Overlay overlay, String pod, String volume) {
        return Overlay.container(overlay.pods().get(pod)).getVolumeMounts().stream()
                .filter(it -> it.getName().equals(volume))
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> chosen(Map<String, PodTemplateSpec> pods, LabelSelector selector) {
        return pods.entrySet().stream()
                .filter(pod ->
                        Labels.match(selector, pod.getValue().getMetadata().getLabels()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static String name(HasMetadata object) {
        return object.getMetadata().getName();
    }
}
