"use server";
import { moveReplay, MoveReplayInput } from "@/lib/services/replays/move";
import { planReplay, PlanReplayInput } from "@/lib/services/replays/plan";
import { authedAction } from "@/lib/web/action";

export const planReplayAction = authedAction("event.resend", PlanReplayInput, planReplay);
export const moveReplayAction = authedAction("event.resend", MoveReplayInput, moveReplay);
