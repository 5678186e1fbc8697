import type { Properties } from "./events";

export type Dataset = Record<string, string | number | undefined>;

const TEXTS = { itemId: "item_id", itemName: "item_name", title: "title" } as const;
const NUMBERS = { position: "position", priceFen: "price_fen" } as const;

/** What an element's `data-` attributes say of the thing it shows: data-item-id, -item-name, -title, -position, -price-fen. */
export function itemOf(dataset: Dataset): Properties {
  const found: Properties = {};
  for (const [from, to] of Object.entries(TEXTS)) if (has(dataset, from)) found[to] = String(dataset[from]);
  for (const [from, to] of Object.entries(NUMBERS))
    if (has(dataset, from) && Number.isFinite(Number(dataset[from]))) found[to] = Number(dataset[from]);
  return found;
}

/** Whether `data-quanyu="exposure click"` asks for this event. */
export function asksFor(dataset: Dataset, event: "exposure" | "click"): boolean {
  return String(dataset.quanyu ?? "").split(" ").includes(event);
}

function has(dataset: Dataset, name: string): boolean {
  return dataset[name] !== undefined && dataset[name] !== "";
}
