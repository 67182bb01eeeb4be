/** Addresses that no subscription may have where nothing private is allowed, each way to write one, with why it is refused. */
export const REFUSED_URLS: readonly (readonly [url: string, problem: string])[] = [
  ...[
    "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.19.255.255",
    "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "168.63.129.16",
    // The same machine, written otherwise: decimal, hex, octal, short, mixed, with a dot at the end, percent, full width, circled.
    "2130706433", "0x7f000001", "0x7F.1", "017700000001", "0177.0.0.1", "00000177.0.0.1", "127.1", "127.0.1", "0", "0x7f.0.0.0x1.", "127.0.0.1.", "%31%32%37.0.0.1", "１２７.0.0.1", "127。0。0。1", "①②⑦.⓪.⓪.①", "0xA9FEA9FE", "169.254.43518",
    "[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[::127.0.0.1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::FFFF:10.0.0.1]", "[::ffff:0:127.0.0.1]", "[64:ff9b::10.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::1]", "[100::1]", "[100:0:0:1::1]",
    "[2001::1]", "[2001:0:4136:e378:8000:63bf:3fff:fdd2]", "[2001:10::1]", "[2001:db8::1]", "[2002:7f00:1::]", "[2002:a00:1::1]", "[3fff::1]", "[5f00::1]", "[fc00::1]", "[fd00:ec2::254]", "[fe80::1]", "[fec0::1]", "[ff02::1]", "[4000::1]",
    "localhost", "LOCALHOST", "localhost.", "a.localhost", "ｌocalhost",
  ].map((host) => [`https://${host}/hook`, "blocked_address"] as const),
  ...[0, 22, 25, 10_080].map((port) => [`https://crm.example.com:${port}/hook`, "blocked_port"] as const),
  // What browsers read as "https://127.0.0.1/hook".
  ["https:127.0.0.1/hook", "blocked_address"], ["https:\\\\127.0.0.1\\hook", "blocked_address"], ["https:///127.0.0.1/hook", "blocked_address"],
  ["https://crm.example.com@127.0.0.1/hook", "userinfo"], ["https://user:secret@crm.example.com/hook", "userinfo"], ["https://:@127.0.0.1/hook", "blocked_address"],
  // Names that IDNA turns into something else than what stands there.
  ...["ⓛocalhost", "127。1", "1②7.1", "127｡0.0.1", "192.168.0x1.1"].map((host) => [`https://${host}/hook`, "blocked_address"] as const),
  ["https://xn--127-.0.0.1/hook", "not_a_url"], ["https://⒈.0.0.1/hook", "not_a_url"],
  // Letters and combining marks that have no shape: variation selectors, fillers, joiners.
  ...["127.0.0.1\ufe0f", "127\u034f.0.0.1", "localhost\ufe00", "crm\u115f.example.com", "crm\u3164.example.com", "crm\u{e0100}.example.com", "crm\u2064.example.com"].map((host) => [`https://${host}/hook`, "not_a_url"] as const),
  // Marks that nobody sees: zero width, soft hyphen, right to left, a tab, a line break.
  ["https://crm\u200b.example.com/hook", "not_a_url"], ["https://127\u00ad.0.0.1/hook", "not_a_url"], ["https://crm.example.com/\u202ekooh", "not_a_url"], ["https://127.0.\t0.1/hook", "not_a_url"], ["https://crm.example.com/\r\nx: y", "not_a_url"], ["ht\ntps://127.0.0.1/", "not_a_url"],
  ["http://crm.example.com/hook", "https_only"], ["ftp://crm.example.com/", "scheme"], ["file:///etc/passwd", "scheme"], ["javascript:alert(1)", "scheme"], ["data:text/plain,x", "scheme"], ["blob:https://crm.example.com/x", "scheme"], ["ws://crm.example.com/", "scheme"], ["gopher://crm.example.com/", "scheme"], ["//crm.example.com/hook", "not_a_url"],
  ["https://256.0.0.1/hook", "not_a_url"], ["https://127.0.0.1%00.example.com/", "not_a_url"], ["https://[fe80::1%25eth0]/", "not_a_url"], ["https://[::1/", "not_a_url"], ["https://", "not_a_url"], [`https://crm.example.com/${"x".repeat(2_048)}`, "too_long"],
];
