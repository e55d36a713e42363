import { describe, expect, it } from "vitest";
import { HeapSettings } from "./heap/definition";
import { toPem } from "./pem";
import { ServiceAccount } from "./service-account";
import { SNOWFLAKE_ACCOUNT } from "./warehouse-settings";

const settings = (connect: unknown) =>
  HeapSettings.parse({ appId: "11", connect }).connect;

describe("where Heap Connect is", () => {
  it("is S3 where nothing else is said, and nowhere in a form that was left alone", () => {
    const bucket = { bucket: "heap-rs3-acme", region: "us-east-1" };
    expect(settings(bucket)).toMatchObject({ kind: "s3", ...bucket });
    expect(settings({ kind: "s3", bucket: null })).toBeNull();
    expect(settings({ kind: "postgres", tls: "verify" })).toBeNull();
  });

  it("has usual ports, and TLS that is checked", () => {
    const server = { host: "db.acme.io", database: "heap", schema: "main" };
    expect(settings({ kind: "postgres", ...server })).toMatchObject({
      ...{ port: 5432, tls: "verify" },
    });
    expect(settings({ kind: "redshift", ...server, port: null })).toMatchObject(
      { port: 5439 },
    );
  });

  it.each([
    { host: "postgres://db.acme.io?sslrootcert=/etc/passwd" },
    { host: "/var/run/postgresql" },
    { ca: "/etc/passwd" },
    { connectionString: "postgres://db" },
    { sslkey: "/etc/passwd" },
  ])("takes nothing that reads a file or leads elsewhere: %j", (more) => {
    const server = { host: "db.acme.io", database: "heap", schema: "main" };
    expect(() => settings({ kind: "postgres", ...server, ...more })).toThrow();
  });
});

describe("an account of Snowflake", () => {
  it.each([
    "acme",
    "acme-eu1",
    "xy12345.eu-central-1.aws",
    "acme_x.privatelink",
  ])("may be %s", (account) => {
    expect(SNOWFLAKE_ACCOUNT.test(account)).toBe(true);
  });

  it.each([
    "",
    "a b",
    "acme/..",
    "acme:443",
    "acme@evil.com",
    ".acme",
    "acme..x",
    "a?b",
  ])("may not be %j", (account) => {
    expect(SNOWFLAKE_ACCOUNT.test(account)).toBe(false);
  });
});

describe("a service account's key", () => {
  const account = {
    type: "service_account",
    project_id: "acme-heap",
    client_email: "sluice@acme-heap.iam.gserviceaccount.com",
    private_key: "-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----\n",
  };

  it("keeps who it is, its key and its project, and nothing else", () => {
    const text = JSON.stringify({
      ...account,
      ...{ token_uri: "http://10.0.0.1", universe_domain: "evil.com" },
      credential_source: { executable: { command: "id" } },
    });
    const parsed = ServiceAccount.parse(text);
    expect(parsed).toEqual(account);
    expect(ServiceAccount.parse(parsed)).toEqual(account);
  });

  it.each([
    { type: "external_account" },
    { type: "authorized_user" },
    { client_email: "nobody" },
    { private_key: "/etc/passwd" },
  ])("is refused with %j", (more) => {
    const given = JSON.stringify({ ...account, ...more });
    expect(ServiceAccount.safeParse(given).success).toBe(false);
  });

  it("is refused where it is no JSON", () => {
    expect(ServiceAccount.safeParse("{").success).toBe(false);
  });
});

describe("a private key", () => {
  it("gets its lines back, which fields of one line lose", () => {
    const body = "A".repeat(100);
    const pem = `-----BEGIN PRIVATE KEY-----\n${"A".repeat(64)}\n${"A".repeat(36)}\n-----END PRIVATE KEY-----\n`;
    expect(
      toPem(`-----BEGIN PRIVATE KEY-----${body}-----END PRIVATE KEY-----`),
    ).toBe(pem);
    expect(toPem(pem)).toBe(pem);
    expect(toPem("/etc/passwd")).toBe("/etc/passwd");
  });
});
