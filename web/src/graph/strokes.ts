/** Of what is a line made: its stroke, its tip, the number of its step? */

import { svg } from "../element";

/** What a line or a gap has that it takes to draw it. */
export interface Drawn {
  id: string;
  from: string;
  to: string;
  kind: string;
}

export function stroke(
  { id, classes, d, tip, title }: Record<"id" | "classes" | "d" | "tip" | "title", string>,
  click: () => void,
): SVGElement {
  return svg(
    "g",
    { class: classes, "data-line": id, click },
    svg("title", {}, title),
    svg("path", { class: "line-reach", d }),
    svg("path", { class: "line-ink", d, "marker-end": `url(#tip-${tip})` }),
  );
}

export function number(
  steps: number[],
  { x, y }: { x: number; y: number },
  now: number,
): SVGElement {
  const wide = 10 + steps.length * 8;
  return svg(
    "g",
    { class: `number${steps.includes(now) ? " is-now" : ""}`, transform: `translate(${x} ${y})` },
    svg("rect", { x: -wide / 2, y: -9, width: wide, height: 18, rx: 9 }),
    svg("text", { y: 4, "text-anchor": "middle" }, steps.map((step) => step + 1).join("·")),
  );
}

/** Each kind ends in a tip of its own shape, so that colour is not needed to tell them apart. */
export function tips(): SVGDefsElement {
  const shapes: Record<string, string> = {
    entrust: "M0 0L8 4L0 8Z",
    report: "M1 0L7 4L1 8",
    oversight: "M4 .5A3.5 3.5 0 1 1 4 7.5A3.5 3.5 0 1 1 4 .5Z",
    consequence: "M4 0L8 4L4 8L0 4Z",
    option: "M4 2.5A1.5 1.5 0 1 1 4 5.5A1.5 1.5 0 1 1 4 2.5Z",
    missing: "M1 1L7 7M7 1L1 7",
  };
  return svg(
    "defs",
    {},
    ...Object.entries(shapes).map(([kind, d]) =>
      svg(
        "marker",
        {
          id: `tip-${kind}`,
          class: `tip tip-${kind}`,
          viewBox: "-1 -1 10 10",
          refX: kind === "entrust" || kind === "report" ? 7 : 4,
          refY: 4,
          markerWidth: 8,
          markerHeight: 8,
          markerUnits: "userSpaceOnUse",
          orient: "auto",
        },
        svg("path", { d }),
      ),
    ),
  );
}
