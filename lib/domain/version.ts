/** What Aviso says it is, in the user-agent header and in its workers' signs of life. */
export const AVISO_VERSION = "0.1.0";
