/** Heap writes from these accounts, by the region of its data. (Heap's help, Heap Connect on S3.) */
const HEAP_ACCOUNTS = {
  us: "arn:aws:iam::085120003701:root",
  eu: "arn:aws:iam::556519846140:root",
} as const;

/** The bucket policy that lets Heap write and a reader read, to be pasted. */
export function bucketPolicy(
  bucket: string,
  region: keyof typeof HEAP_ACCOUNTS,
  reader: string,
): string {
  const here = [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`];
  const allow = (sid: string, principal: string, actions: string[]) => ({
    ...{ Sid: sid, Effect: "Allow", Principal: { AWS: principal } },
    ...{ Action: actions.map((action) => `s3:${action}`), Resource: here },
  });
  return JSON.stringify(
    {
      Version: "2012-10-17",
      Statement: [
        allow("HeapWrites", HEAP_ACCOUNTS[region], [
          ...["PutObject", "GetObject", "ListBucket", "DeleteObject"],
        ]),
        allow("SluiceReads", reader, ["GetObject", "ListBucket"]),
      ],
    },
    null,
    2,
  );
}

/** What a role that Sluice takes has to trust. */
export function trustPolicy(account: string, externalId: string): string {
  return JSON.stringify(
    {
      Version: "2012-10-17",
      Statement: [
        {
          ...{ Effect: "Allow", Principal: { AWS: account } },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "sts:ExternalId": externalId } },
        },
      ],
    },
    null,
    2,
  );
}
