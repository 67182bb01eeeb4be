import { at, club, course, json } from "./sample-parts";

/** `data` as it comes for each event that is no purchase. */
export const OTHER_SAMPLES = {
  PURCHASE_OUT_OF_SHOPPING_CART: {
    "Cart": json({
      affiliate: false,
      product: { id: course.id, name: course.name },
      buyer: { name: "Rafael Nogueira", email: "rafael.nogueira@example.com", phone: "5521999990187" },
      offer: { code: "k3p9w2xa" },
      checkout_country: { name: "Brasil", iso: "BR" },
    }),
  },
  SUBSCRIPTION_CANCELLATION: {
    "By the customer": json({
      date_next_charge: at("2026-12-18T12:00:00Z"),
      cancellation_date: at("2026-11-19T09:41:07.312Z"),
      actual_recurrence_value: 49.9,
      product: { id: club.id, name: club.name },
      subscriber: { code: "Q7W3ZK1M", name: "Lucía Fernández", email: "lucia.fernandez@example.com", phone: { dddPhone: "", phone: "", dddCell: "11", cell: "999990133" } },
      subscription: { id: 4402918, plan: { id: 781204, name: "Mensal" } },
    }),
  },
  SWITCH_PLAN: {
    "To a yearly plan": json({
      switch_plan_date: at("2026-11-19T16:20:44.120Z"),
      subscription: { subscriber_code: "Q7W3ZK1M", status: "ACTIVE", date_next_charge: at("2026-12-18T12:00:00Z"), product: { id: club.id, name: club.name }, user: { email: "lucia.fernandez@example.com" } },
      plans: [{ id: 781205, name: "Anual", offer: { key: "y8d2m4qs" }, current: true }, { id: 781204, name: "Mensal", offer: { key: "m1c7t9ve" }, current: false }],
    }),
  },
  UPDATE_SUBSCRIPTION_CHARGE_DATE: {
    "From the 18th to the 5th": json({
      subscriber: { name: "Lucía Fernández", email: "lucia.fernandez@example.com", code: "Q7W3ZK1M" },
      subscription: { product: { id: club.id, name: club.name }, old_charge_day: 18, new_charge_day: 5, date_next_charge: "2026-12-05T12:00:00.000Z", status: "ACTIVE" },
      plan: { offer: { code: "m1c7t9ve" }, name: "Mensal", id: 781204 },
    }),
  },
  CLUB_FIRST_ACCESS: {
    "Student": json({
      product: { id: course.id, name: course.name },
      user: { name: "Camila Duarte", email: "camila.duarte@example.com" },
    }),
  },
  CLUB_MODULE_COMPLETED: {
    "Student": json({
      product: { id: String(course.id), name: course.name },
      user: { name: "Camila Duarte", email: "camila.duarte@example.com" },
      module: { id: "n7Kq2LxP4e", name: "Luz natural" },
    }),
  },
  ORDER_FULFILLMENT: {
    "Book": json({
      purchase: { full_price: 89.9, price: 74.9, approved_date: at("2026-11-18T14:02:18Z"), order_date: at("2026-11-18T14:02:11Z"), id: 990214873, transaction: "HP1902837501", status: "APPROVED", shopper: { country: "BR", phone: "5511999990142", document: "00000000191", name: "Camila Duarte", locale: "pt_BR", email: "camila.duarte@example.com", address: { address: "Avenida Paulista", number: "1000", neighborhood: "Bela Vista", city: "São Paulo", state: "SP", zip_code: "01310100", country: "BR" } } },
      line_items: [{ offer: { price: 74.9, code: "b5r8n1zt" }, product: { id: 5301192, name: "Caderno de Receitas", format: "PHYSICAL", ucode: "5d0be1f7-33c2-4b0e-a1c9-8e6f24d7b915" }, quantity: 1, dimension: { depth: 2, width: 15, height: 21, weight: 0.4 } }],
      delivery: { method_type: "SHIPPING", delivery_time: 6 },
      shipping: { shipping_total_value: 15, carrier: { name: "Correios", code: "correios" }, type: "FLAT_RATE" },
      fulfillment_service: { service_type: "MANUAL", service_name: "MANUAL" },
    }),
  },
} as const;
