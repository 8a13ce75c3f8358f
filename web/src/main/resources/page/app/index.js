// What the bundler begins with: the page's scripts and styles, and those of its libraries.
import 'leaflet/dist/leaflet.css';
import 'uplot/dist/uPlot.min.css';
import './app.css';
import './main.js';
