import { expect, test } from "vitest";
import { renderFormV1 } from "./form-v1";

const envelope = (data: string) => `{"id":"x","creation_date":1,"event":"E","version":"2.0.0","data":${data}}`;

test("a purchase becomes one flat form, and its numbers keep their digits", () => {
  const data = `{"product":{"id":12345678901234567890,"name":"Curso & Cia"},"buyer":{"email":"ana@example.com"},
    "commissions":[{"source":"MARKETPLACE","value":1.50},{"source":"PRODUCER","value":97.0}],
    "purchase":{"transaction":"HP1","status":"APPROVED","price":{"value":100.00,"currency_value":"BRL"}}}`;
  const { contentType, body } = renderFormV1("PURCHASE_APPROVED", envelope(data), "tok");
  expect(contentType).toBe("application/x-www-form-urlencoded");
  expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
    hottok: "tok", prod: "12345678901234567890", prod_name: "Curso & Cia", email: "ana@example.com", transaction: "HP1", status: "approved",
    price: "100.00", currency: "BRL", cms_marketplace: "1.50", cms_vendor: "97.0",
  });
});

test("what is no purchase stays the JSON of format 2.0.0, byte for byte", () => {
  const body = envelope('{"a":1.0}');
  for (const type of ["SUBSCRIPTION_CANCELLATION", "PURCHASE_OUT_OF_SHOPPING_CART"]) {
    expect(renderFormV1(type, body, null)).toEqual({ contentType: "application/json", body });
  }
});

test("a purchase with odd data makes a form all the same", () => {
  for (const data of ["null", "[]", '"x"', '{"__proto__":1,"purchase":[],"commissions":{"source":"PRODUCER"}}']) {
    expect(renderFormV1("PURCHASE_REFUNDED", envelope(data), null).body).toBe("");
  }
});
