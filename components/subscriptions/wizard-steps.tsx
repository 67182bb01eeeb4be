import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { cn } from "@/lib/cn";

const STEPS = [1, 2, 3] as const;

/** Where one is of the three; steps that were reached can be gone back to. */
export function WizardSteps({ step, reached, onGo }: { step: number; reached: number; onGo: (step: number) => void }) {
  const t = useTranslations("subscriptions.wizard");
  return (
    <nav aria-label={t("steps")}>
      <ol className="flex flex-wrap gap-x-2 gap-y-2">
        {STEPS.map((one) => (
          <li key={one} className="flex-1 basis-28">
            <button
              type="button"
              disabled={one > reached}
              aria-current={one === step ? "step" : undefined}
              onClick={() => onGo(one)}
              className={cn("flex w-full cursor-pointer items-start gap-2 border-t-2 border-border pt-2 text-left text-[13px] text-muted-foreground disabled:cursor-default", one <= reached && "border-primary text-foreground", one === step && "font-medium")}
            >
              <span aria-hidden className={cn("grid size-5 shrink-0 place-items-center rounded-full bg-muted text-xs tabular-nums", one <= step && "bg-primary text-primary-foreground")}>{one < step ? <Check className="size-3" /> : one}</span>
              {t(`step${one}`)}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
