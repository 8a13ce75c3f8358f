// The one module that knows which file of Leaflet the bundle is made of: the one of modules, so that what is not used stays out.
export * from 'leaflet/dist/leaflet-src.esm.js';
