// One bundle for both homes. Leaflet is handed out because folium's shell of the exported file calls it by name.

import L from "leaflet";
import { startProof } from "./proof/start.js";
import { startWindow } from "./window.js";

window.L = L;
window.Dateline = { startProof, startWindow };
