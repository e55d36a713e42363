import { FAILED } from "../failed";
import { compileTimeFormat, isTimezone } from "../format-time";
import { NUMBER, TEXT, TIME } from "../value-type";
import { defineFunction, parameter, type FunctionRow } from "./function-row";
import { choice, text, time, type Reader } from "./reader";

const pattern: Reader<string> = {
  ...text,
  expects: "a pattern such as yyyy-MM-dd HH:mm",
  read: (value) =>
    typeof value === "string" && compileTimeFormat(value, "UTC") !== null
      ? value
      : FAILED,
};
const timezone: Reader<string> = {
  ...text,
  expects: "a time zone such as Europe/Paris",
  read: (value) =>
    typeof value === "string" && isTimezone(value) ? value : FAILED,
};

const formatDate = defineFunction({
  label: "Format time",
  group: "time",
  doc: "A time as text by a pattern: yyyy, MM, MMM, dd, EEE, HH, hh, mm, ss, SSS, a; text in 'quotes' stays.",
  takes: time,
  parameters: [
    parameter("format", "Pattern", pattern, "yyyy-MM-dd"),
    parameter("timezone", "Time zone", timezone, "UTC"),
  ],
  result: TEXT,
  run: () => FAILED,
  examples: [
    { args: ["2026-11-01T23:30:00Z"], result: "2026-11-01" },
    {
      args: ["2026-11-01T23:30:00Z"],
      options: { format: "d MMM yyyy, HH:mm", timezone: "Europe/Paris" },
      result: "2 Nov 2026, 00:30",
    },
  ],
});

export const timeFunctions = {
  toIso: defineFunction({
    label: "To ISO time",
    group: "time",
    doc: "The time in ISO 8601 and UTC, to the millisecond, second or day.",
    takes: time,
    parameters: [
      parameter(
        "precision",
        "Precision",
        choice("milliseconds", "seconds", "day"),
        "milliseconds",
      ),
    ],
    result: TIME,
    run: (timeMs, precision) => {
      const iso = new Date(timeMs).toISOString();
      if (precision === "milliseconds") return iso;
      return precision === "day"
        ? iso.slice(0, iso.indexOf("T"))
        : iso.replace(/\.\d+Z$/, "Z");
    },
    examples: [
      { args: [1_793_527_200], result: "2026-11-01T10:00:00.000Z" },
      {
        args: ["2026-11-01 10:00:00"],
        options: { precision: "day" },
        result: "2026-11-01",
      },
    ],
  }),
  toUnix: defineFunction({
    label: "To Unix time",
    group: "time",
    doc: "Seconds or milliseconds since 1970.",
    takes: time,
    parameters: [
      parameter("unit", "Unit", choice("seconds", "milliseconds"), "seconds"),
    ],
    result: NUMBER,
    run: (timeMs, unit) =>
      unit === "seconds" ? Math.floor(timeMs / 1000) : timeMs,
    examples: [{ args: ["2026-11-01T10:00:00Z"], result: 1_793_527_200 }],
  }),
  formatDate: {
    ...formatDate,
    // Formatters are slow to make: one for each pattern and zone.
    bind: ([format, zone]) => {
      const show = compileTimeFormat(String(format), String(zone));
      return (value) => {
        const timeMs = time.read(value);
        return timeMs === FAILED || show === null ? FAILED : show(timeMs);
      };
    },
  },
} satisfies Record<string, FunctionRow>;
