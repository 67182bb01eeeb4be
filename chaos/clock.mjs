/*
 * A clock that can be set, where nobody may set the machine's: loaded before a part of Aviso (`--import`), it makes the process's time
 * jump at each SIGUSR2, an hour forwards, then to an hour behind, then right again. The steady clock runs on, as it does when a clock is set.
 */
const HOUR_MS = 3_600_000;
const JUMPS = [HOUR_MS, -HOUR_MS, 0];
const rightNow = Date.now;
let jumped = 0;
let aheadMs = 0;

Date.now = () => rightNow() + aheadMs;
// Not a class of its own: Next copies what Date itself has.
globalThis.Date = new Proxy(Date, { construct: (target, parts, made) => Reflect.construct(target, parts.length > 0 ? parts : [target.now()], made) });
process.on("SIGUSR2", () => void (aheadMs = JUMPS[jumped++ % JUMPS.length]));
