import { country, flag, id, integer, list, money, number, plan, product, says, schemaOf, shape, text, time } from "./schema-parts";

const buyer = shape({
  email: text, name: text, first_name: text, last_name: text,
  checkout_phone: text, checkout_phone_code: says(text, "Area code, Brazil only"),
  document: text, document_type: says(text, "CPF, CNPJ, DNI, CIF or DOCUMENT"),
  address: shape({ country: text, country_iso: text, zipcode: text, state: text, city: text, neighborhood: text, address: text, number: id, complement: text }),
});

const payment = shape({
  type: says(text, "CREDIT_CARD, PIX, BILLET, WALLET, PAYPAL, GOOGLE_PAY …"),
  installments_number: integer,
  refusal_reason: says(text, "Free text, in the language of whoever refused"),
  billet_barcode: text, billet_url: text, pix_code: text, pix_qrcode: text, pix_expiration_date: time,
});

const purchase = shape(
  {
    transaction: says(text, "The same in every event of one purchase"),
    status: says(text, "APPROVED, COMPLETED, CANCELED, BILLET_PRINTED, DISPUTE, REFUNDED, CHARGEBACK, EXPIRED, DELAYED; documents also say COMPLETE, CANCELLED and PRINTED_BILLET"),
    order_date: time, approved_date: says(time, "Missing while unpaid"), date_next_charge: says(time, "Subscriptions only"),
    recurrence_number: says(integer, "Which charge of a subscription this is, from 1"), subscription_anticipation_purchase: flag,
    full_price: says(money, "What the buyer pays, interest of instalments included"), price: money, original_offer_price: money,
    offer: shape({ code: text, coupon_code: text, name: text, description: text }),
    origin: shape({ src: text, sck: text, xcod: text }), checkout_country: country,
    order_bump: shape({ is_order_bump: flag, parent_purchase_transaction: text }),
    payment, invoice_by: says(text, "HOTMART or SELLER"), business_model: text, is_funnel: flag,
    event_tickets: shape({ amount: integer }),
    variants: { type: ["object", "array"] },
  },
  ["transaction", "status"],
);

/** `data` of the nine purchase events. It differs a little by the account's part in the sale: producer, coproducer or affiliate. */
export const orderSchema = schemaOf(
  {
    product: {
      ...product,
      properties: {
        ...product.properties as object,
        has_co_production: flag, warranty_date: says(text, "End of the refund period; missing while unpaid"), support_email: text, is_physical_product: flag,
        content: shape({ has_physical_products: flag, products: list(shape({ id, ucode: text, name: text, is_physical_product: flag })) }),
      },
    },
    affiliates: says(list(shape({ affiliate_code: text, name: text })), "One element with empty texts when there is none"),
    buyer, producer: shape({ name: text, document: text, legal_nature: text }),
    commissions: list(shape({
      value: number, currency_value: says(text, "The currency, ISO 4217"), source: says(text, "MARKETPLACE, PRODUCER, COPRODUCER, AFFILIATE or ADDON"),
      currency_conversion: shape({ converted_value: number, converted_to_currency: text, conversion_rate: number }),
    })),
    purchase,
    shipping: shape({ cost: money, estimated_delivery_days: integer, carrier: shape({ name: text, service: text }), fulfillment: shape({ service: text }) }),
    subscription: says(shape({ status: text, plan, subscriber: shape({ code: text }) }), "Subscriptions only"),
  },
  ["product", "purchase"],
);
