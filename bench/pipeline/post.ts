import { Agent, request } from "undici";

export const IN_FLIGHT = 4;
export const WRITE_KEY = "w".repeat(32);

/** Posts calls, given as JSON texts, over connections that stay open. Throws at any answer but 200. */
export function poster(endpoint: string) {
  const dispatcher = new Agent({ connections: IN_FLIGHT, pipelining: 1 });
  const authorization = `Basic ${Buffer.from(`${WRITE_KEY}:`).toString("base64")}`;
  return async (calls: readonly string[]) => {
    const { statusCode, body } = await request(`${endpoint}/v1/batch`, {
      ...{ method: "POST", dispatcher },
      headers: { "content-type": "application/json", authorization },
      body: `{"batch":[${calls.join(",")}],"sentAt":"${new Date().toISOString()}"}`,
    });
    await body.dump();
    if (statusCode !== 200)
      throw new Error(`The destination answered ${statusCode}`);
  };
}
