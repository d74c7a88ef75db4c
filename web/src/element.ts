/** How is a piece of the page made? Words are always set as text, never read as markup. */

type Child = Node | string | number | null | undefined | false;
type Value = string | number | boolean | null | undefined | ((event: never) => void);

const SVG = "http://www.w3.org/2000/svg";

export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  given: Record<string, Value> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  return filled(document.createElement(tag), given, children);
}

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  given: Record<string, Value> = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  return filled(document.createElementNS(SVG, tag), given, children);
}

export function clear(node: Element, ...children: Child[]): void {
  node.replaceChildren(...shown(children));
}

function filled<T extends Element>(node: T, given: Record<string, Value>, children: Child[]): T {
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === "function") {
      node.addEventListener(name, value as unknown as EventListener);
    } else if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(name, value === true ? "" : String(value));
    }
  }
  node.append(...shown(children));
  return node;
}

function shown(children: Child[]): (Node | string)[] {
  return children
    .filter((c) => c !== null && c !== undefined && c !== false)
    .map((c) => (typeof c === "number" ? String(c) : (c as Node | string)));
}
