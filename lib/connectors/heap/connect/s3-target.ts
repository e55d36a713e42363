import type { AwsSign } from "../../aws-sign";

/** A bucket that Heap Connect writes to, and how to get in: keep it out of logs and answers. */
export type S3Target = {
  bucket: string;
  region: string;
  /** Of an S3 that is not Amazon's; null: Amazon's. */
  endpoint: string | null;
  /** Of the keys that Heap writes; empty: the bucket is Heap's alone. */
  prefix: string;
  sign: AwsSign;
};
