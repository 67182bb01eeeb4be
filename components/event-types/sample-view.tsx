"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { JsonView } from "@/components/json-view";
import { useCatalogueWords } from "@/components/use-catalogue-words";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";

/** An event type's samples, one at a time, to read and to copy. */
export function SampleView({ samples }: { samples: { name: string; data: string }[] }) {
  const t = useTranslations("eventTypes.detail");
  const words = useCatalogueWords();
  const [index, setIndex] = useState(0);
  const shown = samples[index] ?? samples[0]!;
  return (
    <div className="space-y-3">
      {samples.length > 1 && (
        <Field label={t("which")} htmlFor="sample">
          <Select value={index} onChange={(event) => setIndex(Number(event.target.value))}>{samples.map((sample, at) => <option key={sample.name} value={at}>{words.sample(sample.name)}</option>)}</Select>
        </Field>
      )}
      <JsonView key={shown.name} text={shown.data} label={t("sampleJson", { name: words.sample(shown.name) })} />
    </div>
  );
}
