import Ajv2020 from "ajv/dist/2020";
import { expect, test } from "vitest";
import { EVENT_TYPES } from "./catalogue";

test.each(EVENT_TYPES.flatMap((type) => type.samples.map((sample) => [type.name, sample.name, type, sample] as const)))("%s, %s: the sample fits its schema", (_type, _sample, type, sample) => {
  const validate = new Ajv2020({ allowUnionTypes: true }).compile(type.schema);
  expect(validate(JSON.parse(sample.data)), JSON.stringify(validate.errors)).toBe(true);
});

test("the sixteen types are there, each once", () => {
  expect(new Set(EVENT_TYPES.map((type) => type.name)).size).toBe(16);
});
