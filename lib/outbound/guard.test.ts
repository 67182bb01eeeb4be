import { expect, test } from "vitest";
import { checkUrl } from "./check-url";
import { isAddressAllowed } from "./guard";

test("private, reserved and embedded addresses are refused", () => {
  const refused = ["0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.31.255.255", "192.168.0.1", "198.19.0.1", "224.0.0.1", "255.255.255.255",
    "::1", "::", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "2001:db8::1", "2002:7f00:1::", "fc00::1", "fe80::1", "ff02::1", "not an address"];
  for (const address of refused) expect(isAddressAllowed(address, []), address).toBe(false);
});

test("public addresses are allowed, and an operator's ranges win", () => {
  for (const address of ["1.1.1.1", "172.32.0.1", "192.0.3.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]) expect(isAddressAllowed(address, []), address).toBe(true);
  expect(isAddressAllowed("10.2.3.4", ["10.0.0.0/8"])).toBe(true);
  expect(isAddressAllowed("::ffff:10.2.3.4", ["10.0.0.0/8"])).toBe(true);
});

test("a URL is refused for its scheme, userinfo, literal in disguise; Aviso's receiver is let through by exact origin and path", () => {
  const policy = { allowedRanges: [], allowHttp: false, ownOrigin: "http://localhost:3000" };
  const problems = { "ftp://a.com": "scheme", "http://a.com": "https_only", "https://u:p@a.com": "userinfo", "https://0x7f.1/": "blocked_address", "https://2130706433": "blocked_address", "https://[::1]/": "blocked_address", "nope": "not_a_url", "http://localhost:3001/r/abc": "https_only", "http://localhost:3000/x": "https_only" };
  for (const [url, problem] of Object.entries(problems)) expect(checkUrl(url, policy), url).toBe(problem);
  expect(checkUrl("https://crm.example.com/hook", policy)).toBeNull();
  expect(checkUrl("http://localhost:3000/r/abc", policy)).toBeNull();
});
