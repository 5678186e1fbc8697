import { describe, expect, it } from "vitest";
import { guessColumns, headerOf } from "./mapping";

describe("reading a header", () => {
  it("finds the columns whatever their spelling", () => {
    const header = headerOf("\uFEFFInvoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\r\n1,2");
    expect(guessColumns(header)).toEqual({
      order_id: "Invoice",
      at: "InvoiceDate",
      item_id: "StockCode",
      quantity: "Quantity",
      unit_price: "Price",
      item_name: "Description",
      member_no: "Customer ID",
    });
  });

  it("keeps commas inside quotes", () => {
    expect(headerOf('"订单号","单价, 元","a ""b"""')).toEqual(["订单号", "单价, 元", 'a "b"']);
  });

  it("guesses nothing from strange words", () => {
    expect(guessColumns(["foo", "bar"])).toEqual({});
  });
});
