import { expect, test } from "vitest";
import { readSettings, SettingsError } from "./env";

test("an empty environment gives the documented defaults, closed to loopback and http", () => {
  const settings = readSettings({});
  expect(settings).toMatchObject({ port: 3000, databaseUrl: null, origin: "http://localhost:3000", allowedRanges: [], allowHttp: false });
});

test("a wrong setting is named in one line", () => {
  for (const [name, value] of [["PORT", "70000"], ["DATABASE_URL", "mysql://x/y"], ["AVISO_URL", "ftp://x"], ["AVISO_SECRET_KEY", "short"]] as const) {
    const read = () => readSettings({ [name]: value });
    expect(read).toThrow(SettingsError);
    expect(read).toThrow(new RegExp(`^${name}: [^\\n]+$`));
  }
});

test("an empty variable counts as absent", () => {
  expect(readSettings({ PORT: "", DATABASE_URL: "" }).port).toBe(3000);
});
