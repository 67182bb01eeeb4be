import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

interface KeyPair {
  key: string;
  cert: string;
}

export interface Certificates {
  /** The authority that signed them, for NODE_EXTRA_CA_CERTS. */
  authorityFile: string;
  expired: KeyPair;
  wrongName: KeyPair;
  selfSigned: KeyPair;
  /** Good ones of other hosts, by their name. */
  hosts: Record<string, KeyPair>;
}

/** Makes them in a folder, by openssl; null where there is none. @param hosts names that get a good one */
export function makeCertificates(folder: string, hosts: readonly string[] = []): Certificates | null {
  const at = (name: string) => path.join(folder, name);
  const openssl = (...args: string[]) => void execFileSync("openssl", args, { stdio: "pipe", cwd: folder });
  const pair = (name: string): KeyPair => ({ key: readFileSync(at(`${name}.key`), "utf8"), cert: readFileSync(at(`${name}.crt`), "utf8") });
  const make = (name: string, host: string, from: string, to: string) => {
    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", `${name}.key`, "-out", `${name}.csr`, "-subj", `/CN=${host}`);
    writeFileSync(at("ca.cnf"), `[ca]\ndefault_ca=x\n[x]\ndatabase=index\nserial=serial\nnew_certs_dir=.\ndefault_md=sha256\npolicy=p\nx509_extensions=e\n[p]\ncommonName=supplied\n[e]\nsubjectAltName=${/^\d/.test(host) ? "IP" : "DNS"}:${host}\n`);
    writeFileSync(at("index"), "");
    writeFileSync(at("serial"), "01");
    openssl("ca", "-batch", "-notext", "-config", "ca.cnf", "-cert", "authority.crt", "-keyfile", "authority.key", "-in", `${name}.csr`, "-out", `${name}.crt`, "-startdate", from, "-enddate", to);
  };
  try {
    for (const [name, subject] of [["authority", "/CN=Test"], ["self-signed", "/CN=127.0.0.1"]] as const) {
      openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", `${name}.key`, "-out", `${name}.crt`, "-subj", subject, "-days", "2", "-addext", "subjectAltName=IP:127.0.0.1");
    }
    make("expired", "127.0.0.1", "20200101000000Z", "20200201000000Z");
    make("wrong-name", "elsewhere.example", "20200101000000Z", "20990101000000Z");
    for (const host of hosts) make(host, host, "20200101000000Z", "20990101000000Z");
    return { hosts: Object.fromEntries(hosts.map((host) => [host, pair(host)])), authorityFile: at("authority.crt"), expired: pair("expired"), wrongName: pair("wrong-name"), selfSigned: pair("self-signed") };
  } catch (error) {
    console.log(`No certificates could be made (${String(error).split("\n")[0]}), so bad TLS is not tried.`);
    return null;
  }
}
