import { expect, test } from "vitest";
import { hashSigningKey, isAuthorized, isSignedBy, sign } from "./signature";

const KEY = "signkey-prod-7468697320697320612074657374206b6579";
const AT_MS = 1_795_445_760_000;

// Recorded from the official server and SDK.
const REQUEST = {
  body: '{"url":"http://localhost:3301/api/inngest"}',
  digest: "a41c34e2dc57ad958c7cc722300b1e8e8a3b4b3ba8e4b2c2b5a4390a63c33c7a",
};
const RESPONSE = {
  body: '{"message":"Successfully registered","modified":true}',
  digest: "46ab8f4344d454395a958fe458f8cbd8e7beba6eecbca5796efad71d98d93b3b",
};
const BEARER =
  "ed30c63423735b44011c49a38c01a8062833420cfb299072e0263c986242556a";

test("signs as the official server does", () => {
  const header = sign(REQUEST.body, KEY, AT_MS);
  expect(header).toBe(`t=1795445760&s=${REQUEST.digest}`);
});

test("accepts an answer as the SDK signs it, within five minutes either way", () => {
  const header = `t=1795445760&s=${RESPONSE.digest}`;
  const isAccepted = (deltaMs: number, body = RESPONSE.body) =>
    isSignedBy(header, body, KEY, AT_MS + deltaMs);
  expect(isAccepted(0)).toBe(true);
  expect(isAccepted(240_000)).toBe(true);
  expect(isAccepted(-360_000)).toBe(false);
  expect(isAccepted(360_000)).toBe(false);
  expect(isAccepted(0, `${RESPONSE.body} `)).toBe(false);
  expect(isSignedBy(undefined, RESPONSE.body, KEY, AT_MS)).toBe(false);
});

test("accepts the key as bearer, plain or hashed, under any prefix", () => {
  expect(hashSigningKey(KEY)).toBe(BEARER);
  expect(isAuthorized(`Bearer signkey-prod-${BEARER}`, KEY)).toBe(true);
  expect(isAuthorized(`Bearer signkey-test-${BEARER}`, KEY)).toBe(true);
  expect(isAuthorized(`Bearer ${KEY}`, KEY)).toBe(true);
  expect(isAuthorized("Bearer undefined", KEY)).toBe(false);
  expect(isAuthorized(undefined, KEY)).toBe(false);
});
