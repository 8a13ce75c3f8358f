package nyc.crime.standin.http;

import jakarta.enterprise.context.ApplicationScoped;

/** The protocol settings in force. */
@ApplicationScoped
public class Protocol {

    private volatile ProtocolSettings settings = ProtocolSettings.DEFAULT;

    /** The settings now. */
    public ProtocolSettings settings() {
        return settings;
    }

    /** Changes the settings. */
    public void settings(ProtocolSettings next) {
        settings = next;
    }
}
