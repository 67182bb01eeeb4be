import { at, brl, club, course, json } from "./sample-parts";

const buyer = {
  email: "camila.duarte@example.com", name: "Camila Duarte", first_name: "Camila", last_name: "Duarte", checkout_phone: "999990142", checkout_phone_code: "11",
  document: "00000000191", document_type: "CPF",
  address: { country: "Brasil", country_iso: "BR", zipcode: "01310100", state: "SP", city: "São Paulo", neighborhood: "Bela Vista", address: "Avenida Paulista", number: "1000" },
};
const commission = (source: string, value: number) => ({ value, currency_value: "BRL", source });

interface Differences { purchase?: object; payment?: object; product?: object; rest?: object }

function order(status: string, { purchase, payment, product, rest }: Differences = {}): string {
  return json({
    product: { ...course, support_email: "ajuda@example.com", ...product },
    affiliates: [{ affiliate_code: "", name: "" }],
    buyer,
    producer: { name: "Marina Prado Cursos Ltda", document: "00000000000191", legal_nature: "Pessoa Jurídica" },
    commissions: [commission("MARKETPLACE", 24.12), commission("PRODUCER", 272.88)],
    purchase: {
      transaction: "HP1902837465", status, order_date: at("2026-11-18T14:02:11Z"), full_price: brl(297), price: brl(297), original_offer_price: brl(297),
      offer: { code: "k3p9w2xa" }, origin: { src: "instagram", sck: "bio" }, checkout_country: { name: "Brasil", iso: "BR" }, order_bump: { is_order_bump: false },
      payment: { type: "CREDIT_CARD", installments_number: 1, ...payment }, invoice_by: "SELLER", business_model: "I", is_funnel: false, ...purchase,
    },
    ...rest,
  });
}

const paid = { approved_date: at("2026-11-18T14:02:18Z") };
const guarantee = { warranty_date: "2026-11-25T00:00:00Z" };
const member = (status: string) => ({ subscription: { status, plan: { id: 781204, name: "Mensal" }, subscriber: { code: "Q7W3ZK1M" } } });
const charge = (number: number) => ({ recurrence_number: number, date_next_charge: at("2026-12-18T12:00:00Z"), full_price: brl(49.9), price: brl(49.9), original_offer_price: brl(49.9) });
const pix = { type: "PIX", pix_code: "00020126580014br.gov.bcb.pix0136example", pix_qrcode: "https://pay.example.com/pix/HP1902837465", pix_expiration_date: at("2026-11-20T14:02:11Z") };
const boleto = { type: "BILLET", billet_barcode: "00190000090000000000000000000000000000029700", billet_url: "https://pay.example.com/billet/HP1902837465" };

/** `data` as it comes for each of the nine purchase events. */
export const ORDER_SAMPLES = {
  PURCHASE_APPROVED: {
    Card: order("APPROVED", { purchase: paid, product: guarantee }),
    Pix: order("APPROVED", { purchase: { ...paid, approved_date: at("2026-11-18T14:06:40Z") }, product: guarantee, payment: { type: "PIX" } }),
    "Boleto": order("APPROVED", { purchase: { ...paid, approved_date: at("2026-11-19T09:30:02Z") }, product: { warranty_date: "2026-11-26T00:00:00Z" }, payment: { type: "BILLET" } }),
    "Card in 12 instalments, with a coupon": order("APPROVED", { product: guarantee, payment: { installments_number: 12 }, purchase: { ...paid, price: brl(267.3), full_price: brl(322.56), offer: { code: "k3p9w2xa", coupon_code: "NOVEMBRO10" } } }),
    "First charge of a subscription": order("APPROVED", { product: { ...club, ...guarantee }, purchase: { ...paid, ...charge(1) }, rest: member("ACTIVE") }),
    "Subscription renewal": order("APPROVED", { product: club, purchase: { ...paid, ...charge(3) }, rest: member("ACTIVE") }),
    "Order bump": order("APPROVED", { product: { ...guarantee, id: 5140913, ucode: "9c9c7f64-40e0-4b7e-93a5-0e1b8ad7c3f6", name: "Presets de Edição" }, purchase: { ...paid, transaction: "HP1902837466", price: brl(47), full_price: brl(47), original_offer_price: brl(47), order_bump: { is_order_bump: true, parent_purchase_transaction: "HP1902837465" } } }),
    "As the coproducer gets it": order("APPROVED", { purchase: paid, product: { ...guarantee, has_co_production: true }, rest: { commissions: [commission("MARKETPLACE", 24.12), commission("PRODUCER", 190.98), commission("COPRODUCER", 81.9)] } }),
    "As the affiliate gets it": order("APPROVED", { purchase: paid, product: guarantee, rest: { affiliates: [{ affiliate_code: "B21845507Q", name: "Rafael Nogueira" }], buyer: { email: buyer.email, name: buyer.name, first_name: "Camila", last_name: "Duarte" }, commissions: [commission("MARKETPLACE", 24.12), commission("PRODUCER", 163.73), commission("AFFILIATE", 109.15)] } }),
    "Paid in another currency": order("APPROVED", { product: guarantee, purchase: { ...paid, checkout_country: { name: "México", iso: "MX" }, price: { value: 990, currency_value: "MXN" }, full_price: { value: 990, currency_value: "MXN" } }, rest: { commissions: [commission("MARKETPLACE", 24.12), { value: 855.03, currency_value: "MXN", source: "PRODUCER", currency_conversion: { converted_value: 254.31, converted_to_currency: "BRL", conversion_rate: 0.297428 } }] } }),
  },
  PURCHASE_COMPLETE: { Card: order("COMPLETED", { purchase: paid, product: guarantee }) },
  PURCHASE_CANCELED: { "Card refused": order("CANCELED", { payment: { refusal_reason: "Saldo insuficiente." } }) },
  PURCHASE_BILLET_PRINTED: { Pix: order("BILLET_PRINTED", { payment: pix }), Boleto: order("BILLET_PRINTED", { payment: boleto }) },
  PURCHASE_PROTEST: { Card: order("DISPUTE", { purchase: paid, product: guarantee }) },
  PURCHASE_REFUNDED: { Card: order("REFUNDED", { purchase: paid, product: guarantee }), Pix: order("REFUNDED", { purchase: paid, product: guarantee, payment: { type: "PIX" } }) },
  PURCHASE_CHARGEBACK: { Card: order("CHARGEBACK", { purchase: paid, product: guarantee }) },
  PURCHASE_EXPIRED: { Pix: order("EXPIRED", { payment: pix }), Boleto: order("EXPIRED", { payment: boleto }) },
  PURCHASE_DELAYED: { Renewal: order("DELAYED", { product: club, purchase: charge(4), rest: member("DELAYED") }) },
} as const;
