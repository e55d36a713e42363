import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startRedshift } from "./connect/redshift";
import { startScene, type Scene } from "./connect/scene";
import {
  startWarehouse,
  writeHeapTables,
  type Warehouse,
} from "./connect/warehouse";

let scene: Scene;
let warehouse: Warehouse;
let redshift: Awaited<ReturnType<typeof startRedshift>>;

beforeAll(async () => {
  warehouse = await startWarehouse();
  await writeHeapTables(warehouse);
  redshift = await startRedshift(warehouse);
  scene = await startScene({ SANDBOX_PORT: redshift.apiPort });
});

afterAll(async () => {
  await scene.engine.stop();
  await redshift.stop();
  await warehouse.stop();
});

const connect = (more: object, credentials: object) =>
  scene.aWarehouseConnection(
    warehouse.settings({ kind: "redshift", port: redshift.port, ...more }),
    { redshift: credentials },
    "sandbox",
  );

const KEY = { accessKeyId: "AKIA", secretAccessKey: "a-secret-key" };
const check = (id: string) => scene.engine.app.checkConnection(scene.input(id));

describe("Heap Connect in Redshift", () => {
  it("is read whole by a password", async () => {
    const { user, password } = warehouse;
    const id = await connect({}, { user, password });
    const read = await scene.readAll(id);
    expect(read.problems).toEqual([]);
    const events = await scene.recordsOf(id, "events");
    const rows = await warehouse.query(
      "SELECT event_id::text FROM sign_up UNION ALL SELECT event_id::text FROM pageviews",
    );
    expect(
      events.map(({ payload }) => String(payload.event_id)).toSorted(),
    ).toEqual(rows.map((row) => String(row.event_id)).toSorted());
    expect(await scene.recordsOf(id, "users")).toHaveLength(20);
  });

  it("says who asks by a query group, and only what Redshift knows", () => {
    const { statements } = redshift;
    expect(statements).toContain("BEGIN READ ONLY");
    expect(statements).toContainEqual(
      expect.stringMatching(/^SET query_group TO 'sluice ws/),
    );
    expect(statements.join(" ")).not.toContain("lock_timeout");
  });

  it("draws its password from IAM, of a cluster or a workgroup", async () => {
    const ofCluster = await connect(
      { cluster: "heap", region: "us-east-1" },
      KEY,
    );
    expect((await check(ofCluster)).detail).toContain("sign_up");
    const clusterCall = redshift.asked.at(-1);
    expect(clusterCall?.text).toContain("GetClusterCredentialsWithIAM");
    expect(clusterCall?.text).toContain("ClusterIdentifier=heap");
    expect(clusterCall?.headers.authorization).toContain("Credential=AKIA");
    const ofWorkgroup = await connect(
      { workgroup: "heap-serverless", region: "us-east-1" },
      KEY,
    );
    expect((await check(ofWorkgroup)).detail).toContain("sign_up");
    expect(redshift.asked.at(-1)).toMatchObject({
      target: "RedshiftServerless.GetCredentials",
    });
    expect(redshift.asked.at(-1)?.text).toContain("heap-serverless");
  });

  it("says which permission is missing, and no secret", async () => {
    const id = await connect({ workgroup: "heap", region: "us-east-1" }, KEY);
    redshift.aws.isDenied = true;
    const { ok, detail } = await check(id);
    redshift.aws.isDenied = false;
    expect(ok).toBe(false);
    expect(detail).toContain("redshift-serverless:GetCredentials");
    redshift.aws.password = "an old password";
    const wrong = await check(id);
    redshift.aws.password = warehouse.password;
    expect(wrong.ok).toBe(false);
    expect(`${detail} ${wrong.detail}`).not.toMatch(
      /a-secret-key|old password/,
    );
  });

  it("has no way in without all that signing in takes", async () => {
    const id = await connect({ cluster: "heap" }, KEY);
    expect((await check(id)).detail).toContain("no way in");
  });
});
