const OLDEST_MAJOR = 15;

/** Why a Postgres cannot serve, in one line; null when it can. @param versionNumber its `server_version_num`, as 180004 */
export function versionProblem(versionNumber: number): string | null {
  const major = Math.floor(versionNumber / 10_000);
  return major >= OLDEST_MAJOR ? null : `The database is Postgres ${major}; Aviso needs ${OLDEST_MAJOR} or newer. Upgrade it, or name another one in DATABASE_URL.`;
}
