import type { AttemptComparison } from "@/lib/services/deliveries/compare-attempt";
import type { AttemptDetail, AttemptOutline } from "@/lib/services/deliveries/read-attempts";
import type { SignatureDiagnosis } from "@/lib/domain/signature-diagnosis";

/** Names one attempt. */
export interface AttemptName {
  deliveryId: string;
  attemptNumber: number;
}
type Answer<Data> = Promise<{ ok: true; data: Data } | { ok: false; error: { message: string; fix?: string } }>;

/** What an attempt's page can ask the server. */
export interface AttemptTools {
  read: (name: AttemptName) => Answer<AttemptDetail>;
  list: (from: { deliveryId: string; before: number }) => Answer<{ data: AttemptOutline[]; next: number | null }>;
  compare: (name: AttemptName) => Answer<AttemptComparison | null>;
  checkSignature: (question: AttemptName & { given: string }) => Answer<SignatureDiagnosis>;
  copyAsCurl: (name: AttemptName) => Answer<{ curl: string; hidden: string[] }>;
}
