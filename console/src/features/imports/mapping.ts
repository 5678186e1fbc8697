/** Which column of a file holds what, guessed from its header. */

export const REQUIRED = ["order_id", "at", "item_id", "quantity", "unit_price"] as const;
export const OPTIONAL = ["item_name", "member_no", "phone"] as const;
export type Column = (typeof REQUIRED)[number] | (typeof OPTIONAL)[number];
export type Columns = Partial<Record<Column, string>>;

const NAMES: Record<Column, string[]> = {
  order_id: ["orderid", "orderno", "order", "invoice", "invoiceno", "订单号", "订单编号"],
  at: ["at", "paidat", "orderedat", "invoicedate", "orderdate", "date", "time", "支付时间", "下单时间", "时间"],
  item_id: ["itemid", "sku", "stockcode", "productid", "商品编号", "商品编码", "货号"],
  quantity: ["quantity", "qty", "count", "数量"],
  unit_price: ["unitprice", "price", "单价", "价格"],
  item_name: ["itemname", "description", "product", "title", "商品名", "商品名称", "名称"],
  member_no: ["memberno", "customerid", "memberid", "customer", "会员号", "会员编号", "客户编号"],
  phone: ["phone", "mobile", "tel", "手机", "手机号"],
};

export function guessColumns(header: string[]): Columns {
  const plain = header.map((name) => ({ name, key: name.toLowerCase().replace(/[\s_\-.]/g, "") }));
  const found: Columns = {};
  for (const column of [...REQUIRED, ...OPTIONAL]) {
    const match = NAMES[column].map((key) => plain.find((one) => one.key === key)).find(Boolean);
    if (match) found[column] = match.name;
  }
  return found;
}

/** The first line of a CSV text as its fields; quotes may hold commas and doubled quotes. */
export function headerOf(text: string): string[] {
  const line = text.replace(/^\uFEFF/, "").split(/\r?\n/, 1)[0] ?? "";
  const fields: string[] = [];
  let field = "";
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at]!;
    if (quoted && letter === '"' && line[at + 1] === '"') {
      field += '"';
      at += 1;
    } else if (letter === '"') quoted = !quoted;
    else if (letter === "," && !quoted) {
      fields.push(field.trim());
      field = "";
    } else field += letter;
  }
  return [...fields, field.trim()].filter(Boolean);
}
