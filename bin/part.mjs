// Runs a part as it was built: `node bin/part.mjs web` or `worker`. Plain JavaScript, so that nothing is loaded that only a build needs.
import { existsSync } from "node:fs";
import path from "node:path";

const name = process.argv[2];
const file = path.resolve(`.next/parts/${name}.mjs`);
if (!existsSync(file)) {
  console.error(`aviso: the ${name} process is not built. Run "npm run build" first, or "npm start", which does it.`);
  process.exit(1);
}
await import(file);
