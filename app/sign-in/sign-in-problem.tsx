import { useTranslations } from "next-intl";
import { Alert } from "@/components/ui/alert";

// What next-auth and we say in ?error=; what is not here failed for a reason that only the log tells.
const PROBLEMS: Record<string, "unknown" | "unverified" | "otherAccount" | "throttled" | "cancelled" | "unreachable" | "refused"> = {
  unknown: "unknown", unverified: "unverified", otherAccount: "otherAccount", throttled: "throttled", cancelled: "cancelled",
  OAuthSignin: "unreachable", OAuthCallback: "refused",
};

/** Why a sign-in by the provider came to nothing, and who can help. */
export function SignInProblem({ error, provider }: { error: string; provider: string }) {
  const t = useTranslations("auth.provider.problems");
  const problem = Object.hasOwn(PROBLEMS, error) ? PROBLEMS[error]! : "failed";
  return <Alert tone={problem === "cancelled" ? "info" : "danger"} className="mb-5" title={t(`${problem}.title`, { name: provider })}>{t(`${problem}.text`, { name: provider })}</Alert>;
}
