// The one module that knows where Leaflet is: its small build is a plain script, which the page loads before the modules.
export default window.L;
