import { AppError } from "./errors";
import { roleMay, ROLES, type Role } from "./permissions";

/** For how many days an invitation's link works. */
export const INVITATION_DAYS = 7;
/** The links of a workspace that may be open at once. */
export const MAX_OPEN_INVITATIONS = 100;
/** The links that one person may make in 24 hours, in all workspaces and taken back or not: each may be mailed to a stranger. */
export const MAX_INVITATIONS_A_DAY = 200;
/** Workspaces that one person may be in. */
export const MAX_WORKSPACES = 50;

/** Whether somebody in the role `actor` may make a `from` of this workspace a `to`; null stands for who is not in it. */
export function mayChangeMember(actor: Role, from: Role | null, to: Role | null): boolean {
  return actor === "owner" || (actor === "admin" && from !== "owner" && to !== "owner");
}

/** For how many hours a link to set a new password works. */
export const RESET_LINK_HOURS = 24;

/** Whether somebody in the role `actor` may make such a link for one in the role `of`: whoever holds it can act as that person, so only for those who may less. */
export function mayResetPassword(actor: Role, of: Role): boolean {
  return actor === "owner" || (roleMay(actor, "member.resetPassword") && isDemotion(actor, of));
}

/** The roles that somebody in this role may give, least first. */
export function rolesToGive(actor: Role): Role[] {
  return ROLES.filter((role) => mayChangeMember(actor, null, role));
}

/** Whether `to` may less than `from`. */
export function isDemotion(from: Role, to: Role): boolean {
  return ROLES.indexOf(to) < ROLES.indexOf(from);
}

/** The refusal where mayChangeMember says no. */
export function memberRefusal(): AppError {
  return new AppError("forbidden", "Only an owner may do this to an owner, or make one.");
}

/** The refusal that keeps a workspace from being nobody's. */
export function lastOwnerRefusal(): AppError {
  return new AppError("conflict", "This is the only owner of the workspace.", { fix: "Make somebody else an owner first." });
}
