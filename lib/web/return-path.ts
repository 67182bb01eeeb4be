import { routes } from "@/lib/routes";

/**
 * Where one goes on after a sign-in: an invitation, or home. Nothing else, so that no link leads astray.
 * @param wish a path, or an address of Aviso's own `origin`
 */
export function returnPath(wish: unknown, origin: string): string {
  const path = typeof wish === "string" && wish.startsWith(`${origin}/`) ? wish.slice(origin.length) : wish;
  return typeof path === "string" && /^\/join\/[\w-]{1,100}$/.test(path) ? path : routes.home();
}
