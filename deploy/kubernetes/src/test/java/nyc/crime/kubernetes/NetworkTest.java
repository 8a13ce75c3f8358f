package nyc.crime.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.networking.v1.IPBlock;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Who may reach whom, worked out from the rendered policies as a cluster's network would, for every pair and port. */
class NetworkTest {

    private static final List<Integer> PORTS = List.of(22, 53, 80, 443, 6379, 8080, 8081, 8082, 8083, 8090);

    /** A pod, or a place outside the cluster ({@code labels} null). */
    private record Party(
            String name,
            boolean ours,
            Map<String, String> labels,
            Map<String, String> namespace,
            String ip,
            Container container) {}

    @ParameterizedTest
    @MethodSource("nyc.crime.kubernetes.Overlay#all")
    void onlyTheWaysOfTheDesignAreOpen(Overlay overlay) {
        Set<String> expected = new TreeSet<>(Set.of(
                "controller -> ingest:8081",
                "controller -> grid:8082",
                "controller -> predict:8083",
                "controller -> web:8080",
                "grid -> ingest:8081",
                "predict -> grid:8082",
                "training -> grid:8082",
                "ingest -> redis:6379",
                "ingest -> socrata:443",
                "ingest -> dns:53",
                "grid -> dns:53",
                "predict -> dns:53",
                "training -> dns:53"));
        if (overlay.name().equals("production")) {
            expected.addAll(Set.of(
                    "prometheus -> ingest:8081",
                    "prometheus -> grid:8082",
                    "prometheus -> predict:8083",
                    "prometheus -> web:8080"));
        }
        if (overlay.name().equals("sample")) {
            // Nothing leaves the cluster.
            expected.remove("ingest -> socrata:443");
            expected.add("ingest -> standin:8090");
        }
        assertEquals(expected, open(overlay));
    }

    private static Set<String> open(Overlay overlay) {
        List<NetworkPolicy> policies = overlay.objects(NetworkPolicy.class);
        List<Party> parties = new ArrayList<>();
        overlay.pods()
                .forEach((name, pod) -> parties.add(new Party(
                        name, true, pod.getMetadata().getLabels(), Map.of(), "10.1.2.3", Overlay.container(pod))));
        parties.add(outside("controller", "ingress-nginx", Map.of(), "10.1.2.4"));
        parties.add(outside("prometheus", "monitoring", Map.of(), "10.1.2.5"));
        parties.add(outside("dns", "kube-system", Map.of("k8s-app", "kube-dns"), "10.1.2.6"));
        parties.add(outside("api-server", "kube-system", Map.of("component", "kube-apiserver"), "172.16.0.1"));
        parties.add(outside("neighbour", "default", Map.of("app.kubernetes.io/name", "ingest"), "10.1.2.7"));
        parties.add(new Party("metadata", false, null, null, "169.254.169.254", null));
        parties.add(new Party("socrata", false, null, null, "52.206.140.199", null));
        Set<String> open = new TreeSet<>();
        for (Party from : parties) {
            for (Party to : parties) {
                for (int port : PORTS) {
                    if ((from.ours || to.ours) && from != to && allowed(policies, from, to, port)) {
                        open.add(from.name + " -> " + to.name + ":" + port);
                    }
                }
            }
        }
        return open;
    }

    private static Party outside(String name, String namespace, Map<String, String> labels, String ip) {
        return new Party(name, false, labels, Map.of("kubernetes.io/metadata.name", namespace), ip, null);
    }

    private static boolean allowed(List<NetworkPolicy> policies, Party from, Party to, int port) {
        List<NetworkPolicy> egress = of(policies, from, "Egress");
        List<NetworkPolicy> ingress = of(policies, to, "Ingress");
        boolean out = egress.isEmpty()
                || egress.stream()
                        .flatMap(policy -> policy.getSpec().getEgress().stream())
                        .anyMatch(rule -> peer(rule.getTo(), to) && port(rule.getPorts(), to, port));
        boolean in = ingress.isEmpty()
                || ingress.stream()
                        .flatMap(policy -> policy.getSpec().getIngress().stream())
                        .anyMatch(rule -> peer(rule.getFrom(), from) && port(rule.getPorts(), to, port));
        return out && in;
    }

    private static List<NetworkPolicy> of(List<NetworkPolicy> policies, Party party, String type) {
        return policies.stream()
                .filter(policy -> party.ours
                        && policy.getSpec().getPolicyTypes().contains(type)
                        && Labels.match(policy.getSpec().getPodSelector(), party.labels))
                .toList();
    }

    private static boolean peer(List<NetworkPolicyPeer> peers, Party party) {
        return peers.isEmpty() || peers.stream().anyMatch(peer -> matches(peer, party));
    }

    private static boolean matches(NetworkPolicyPeer peer, Party party) {
        if (peer.getIpBlock() != null) {
            IPBlock block = peer.getIpBlock();
            return inside(block.getCidr(), party.ip)
                    && block.getExcept().stream().noneMatch(cidr -> inside(cidr, party.ip));
        }
        if (party.labels == null) {
            return false;
        }
        LabelSelector pods = peer.getPodSelector();
        LabelSelector namespaces = peer.getNamespaceSelector();
        return (namespaces == null ? party.ours : Labels.match(namespaces, party.namespace))
                && (pods == null || Labels.match(pods, party.labels));
    }

    private static boolean port(List<NetworkPolicyPort> ports, Party to, int port) {
        return ports.isEmpty() || ports.stream().map(NetworkPolicyPort::getPort).anyMatch(it -> number(it, to) == port);
    }

    private static int number(IntOrString port, Party to) {
        if (port.getIntVal() != null) {
            return port.getIntVal();
        }
        return to.container == null
                ? -1
                : to.container.getPorts().stream()
                        .filter(it -> it.getName().equals(port.getStrVal()))
                        .mapToInt(ContainerPort::getContainerPort)
                        .findFirst()
                        .orElse(-1);
    }

    private static boolean inside(String cidr, String ip) {
        String[] parts = cidr.split("/");
        int bits = Integer.parseInt(parts[1]);
        int mask = bits == 0 ? 0 : -1 << (32 - bits);
        return (number(parts[0]) & mask) == (number(ip) & mask);
    }

    private static int number(String ip) {
        int number = 0;
        for (String part : ip.split("\\.")) {
            number = number << 8 | Integer.parseInt(part);
        }
        return number;
    }
}
