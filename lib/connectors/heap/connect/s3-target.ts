/** A bucket that Heap Connect writes to, and how to get in: keep it out of logs and answers. */
export type S3Target = {
  bucket: string;
  region: string;
  /** Of an S3 that is not Amazon's; null: Amazon's. */
  endpoint: string | null;
  /** Of the keys that Heap writes; empty: the bucket is Heap's alone. */
  prefix: string;
  sign:
    | { kind: "key"; accessKeyId: string; secretAccessKey: string }
    | {
        kind: "role";
        roleArn: string;
        externalId: string;
        /** The sandbox's look-alike of AWS STS, with an identity at it; null: Amazon's, with this installation's. */
        sts: {
          endpoint: string;
          credentials: { accessKeyId: string; secretAccessKey: string };
        } | null;
      };
};
