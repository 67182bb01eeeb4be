// What the samples share: an invented seller, her course and her club. No real person, no real number.
export const at = (iso: string) => Date.parse(iso);
export const json = (value: unknown) => JSON.stringify(value, null, 2);
export const brl = (value: number) => ({ value, currency_value: "BRL" });
export const course = { id: 5140377, ucode: "0c1b6f2e-64a4-4f6b-9f0b-7f5ad3f8a2d1", name: "Fotografia com Celular", has_co_production: false };
export const club = { id: 5218846, ucode: "b7a90d44-6d1e-4a57-8c35-2f7a6c1de093", name: "Clube de Receitas da Marina", has_co_production: false };
