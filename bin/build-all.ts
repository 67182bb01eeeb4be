import { buildIfChanged, generateClient } from "./build";
import { runCommand } from "./command";

/** `npm run build`: what `npm run web` and `npm run worker` need before they can run. */
await runCommand(async () => {
  await generateClient();
  await buildIfChanged();
});
