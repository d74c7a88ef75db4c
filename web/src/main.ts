/** How does the page come to life? */

import "./style/base.css";
import "./style/frame.css";
import "./style/graph.css";
import "./style/panel.css";
import "./style/text.css";
import "./style/print.css";
import { Frame } from "./frame";
import { Context } from "./context";
import { type Data, Model } from "./model";
import { Store } from "./state";

const given = document.getElementById("model")?.textContent ?? "";
const data = JSON.parse(given) as Data;
const told = document.documentElement.lang === "en" ? "en" : "zh";
const context = new Context(new Model(data), new Store({ lang: told }));
const page = document.getElementById("page");
if (page) {
  new Frame(context, page);
  performance.mark("ready");
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
}
