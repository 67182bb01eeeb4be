import { z } from "zod";
import { isNameText } from "@/lib/domain/name-text";

export const PASSWORD_MIN_LENGTH = 10;

// Upper bounds keep a single request from buying seconds of hashing.
export const newPasswordSchema = z
  .string()
  .min(PASSWORD_MIN_LENGTH, `Use at least ${PASSWORD_MIN_LENGTH} characters.`)
  .max(200, "Use at most 200 characters.");

export const emailSchema = z
  .string()
  .trim()
  .max(254, "This e-mail address is too long.")
  .toLowerCase()
  .pipe(z.email("Enter an e-mail address, such as ana@example.com."));

export const personNameSchema = z.string().trim().min(1, "Enter a name.").max(100, "Use at most 100 characters.").refine(isNameText, "Use printable characters only");
export const workspaceNameSchema = z.string().trim().min(1, "Enter a name for the workspace.").max(100, "Use at most 100 characters.").refine(isNameText, "Use printable characters only");
