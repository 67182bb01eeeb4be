import { expect, test } from "vitest";
import { mailText } from "./mail-text";

const facts = (responseStatus: number, failureKind: string) => ({ subscription: "CRM", workspace: "Aurora", url: "https://aviso.example.com", detail: { responseStatus, failureKind } });

test("a mail tells the status that was answered, but not of an answer that began well and never ended", () => {
  expect(mailText("en", "subscription_down", facts(401, "http_status")).text).toContain("401");
  const cut = mailText("en", "subscription_down", facts(200, "timeout_response")).text;
  expect(cut).toContain("no answer in time");
  expect(cut).not.toContain("200");
});
