// curl works these out by itself.
const OWN = /^(host|content-length|connection|transfer-encoding)$/i;

/** A request as a command for a POSIX shell. Every part is quoted, so that nothing in a payload is ever run. */
export function curlCommand(request: { method?: string; url: string; headers: [string, string][]; body: string }): string {
  const headers = request.headers.filter(([name]) => !OWN.test(name)).map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`);
  // --data-raw, because with --data-binary a body that begins with @ would name a file.
  return [`curl -X ${request.method ?? "POST"}`, quote(request.url), ...headers, ...(request.body || !request.method ? [`--data-raw ${quote(request.body)}`] : [])].join(" \\\n  ");
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
