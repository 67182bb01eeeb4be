/** One line of a CSV file (RFC 4180), its end included. */
export function csvLine(values: (string | number | boolean | null)[]): string {
  return `${values.map(csvValue).join(",")}\r\n`;
}

function csvValue(value: string | number | boolean | null): string {
  if (value === null) return "";
  const text = String(value);
  // A spreadsheet runs a text that begins like a formula; the quote mark keeps it a text (OWASP, CSV injection).
  const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
