/** How does the page of queries come to life? The server sends what it knows as JSON in the page. */

import "@zazuko/yasgui/build/yasgui.min.css";
import "./query.css";
import { editor } from "./editor";
import { examples } from "./examples";
import type { Given } from "./given";

const given = JSON.parse(document.getElementById("given")?.textContent ?? "{}") as Given;
const place = document.getElementById("editor");
const list = document.getElementById("examples");
if (place && list) {
  const asked = editor(place, given);
  examples(list, given.examples, (one) => asked.show(one));
  document.documentElement.dataset.ready = "true";
}
