/** Workspaces that one person may be in. */
export const MAX_WORKSPACES = 50;
