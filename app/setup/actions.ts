"use server";
import { setUpOwner, type SetUpOwnerInput } from "@/lib/services/people/set-up-owner";
import { describeError, type ActionResult } from "@/lib/web/action";
import { getRuntime } from "@/lib/web/runtime";

/** Makes the owner and the workspace. Without a session by nature: the use case itself refuses once there is anybody. */
export async function setUpAction(input: SetUpOwnerInput): Promise<ActionResult<{ created: boolean }>> {
  try {
    const { name, email, password, workspaceName } = input;
    const result = await setUpOwner({ db: getRuntime().db, input: { name, email, password, workspaceName } });
    return { ok: true, data: { created: result.outcome === "created" } };
  } catch (error) {
    return { ok: false, error: await describeError(error) };
  }
}
