/** How to sign what is asked of AWS: keep it out of logs and answers. */
export type AwsSign =
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
