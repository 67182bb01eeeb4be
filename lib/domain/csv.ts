/** One line of a CSV file (RFC 4180), its end included. */
export function csvLine(values: (string | number | boolean | null)[]): string {
  return `${values.map(csvValue).join(",")}\r\n`;
}

// A spreadsheet runs a cell that begins like a formula, after blanks and in full-width signs too. And one set to Portuguese or
// Spanish parts cells at semicolons, and then takes quote marks inside a cell for nothing: so a cell may begin anywhere after one.
const FORMULA = /(^|[;\t\r\n])(?=\s*[=+\-@＝＋－＠])|^(?=[\t\r])/g;

function csvValue(value: string | number | boolean | null): string {
  if (value === null) return "";
  // The quote mark keeps it a text (OWASP, CSV injection).
  const text = typeof value === "string" ? value.replace(FORMULA, "$1'") : String(value);
  return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
