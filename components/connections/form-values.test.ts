import { describe, expect, it } from "vitest";
import { connectors } from "@/lib/connectors/registry";
import { bodiesOf, valuesOf } from "./form-values";

const NO_LIMITS = { requestsPerSecond: null, eventsPerSecond: null };
const { fields } = connectors.segment;
const stored = {
  id: "con_1",
  name: "segment-prod",
  kind: "segment" as const,
  settings: { region: "eu", endpoint: "https://proxy.example.com" },
  credentialsSet: ["writeKey"],
  ingestUrl: null,
};

describe("a connection's form", () => {
  it("starts with the first choice of a new connection", () => {
    expect(valuesOf(fields, null)["settings.region"]).toBe("us");
  });

  it("starts with the stored settings, and with no credential", () => {
    expect(valuesOf(fields, stored)).toMatchObject({
      "settings.region": "eu",
      "settings.endpoint": "https://proxy.example.com",
      "credentials.writeKey": "",
    });
  });

  it("leaves out what is empty in a new connection", () => {
    const values = { ...valuesOf(fields, null), "credentials.writeKey": " k " };
    expect(bodiesOf(fields, values, false)).toEqual({
      settings: { region: "us" },
      credentials: { writeKey: "k" },
    });
  });

  it("keeps a stored credential that nobody typed over, and takes away an emptied setting", () => {
    const values = { ...valuesOf(fields, stored), "settings.endpoint": "" };
    expect(bodiesOf(fields, values, true)).toEqual({
      settings: { region: "eu", endpoint: null, limits: NO_LIMITS },
      credentials: {},
    });
  });

  it("sends a group of numbers as a whole, and what is no number for the check to refuse", () => {
    const limited = {
      ...stored,
      settings: { region: "eu", limits: { requestsPerSecond: 50 } },
    };
    const values = valuesOf(fields, limited);
    expect(values["settings.limits.requestsPerSecond"]).toBe("50");
    const typed = { ...values, "settings.limits.eventsPerSecond": "2.5" };
    expect(bodiesOf(fields, typed, true).settings).toMatchObject({
      limits: { requestsPerSecond: 50, eventsPerSecond: 2.5 },
    });
    const wrong = { ...values, "settings.limits.eventsPerSecond": "many" };
    expect(bodiesOf(fields, wrong, false).settings).toMatchObject({
      limits: { requestsPerSecond: 50, eventsPerSecond: "many" },
    });
  });

  it("takes away a credential that is to go", () => {
    const values = {
      ...valuesOf(fields, stored),
      "credentials.writeKey": null,
    };
    expect(bodiesOf(fields, values, true).credentials).toEqual({
      writeKey: null,
    });
  });

  it("asks only what belongs to the choice that was made, and sends nothing else", () => {
    const heap = connectors.heap.fields;
    const values = {
      ...valuesOf(heap, null),
      "settings.connect.kind": "snowflake",
      "settings.connect.bucket": "heap-rs3-acme",
      "settings.connect.account": "acme-eu1",
    };
    expect(bodiesOf(heap, values, true).settings.connect).toMatchObject({
      kind: "snowflake",
      account: "acme-eu1",
    });
    expect(bodiesOf(heap, values, true).settings.connect).not.toHaveProperty(
      "bucket",
    );
  });

  it("shows the first choice where nothing was chosen yet", () => {
    const heap = { ...stored, settings: { appId: "11" } };
    const values = valuesOf(connectors.heap.fields, heap);
    expect(values["settings.connect.kind"]).toBe("s3");
  });
});
