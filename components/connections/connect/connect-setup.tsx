"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { Field, Input, Select } from "@/components/ui/field";
import { Part } from "@/components/ui/part";
import {
  bucketPolicy,
  trustPolicy,
} from "@/lib/connectors/heap/connect/bucket-policy";
import type { ConnectDto } from "@/lib/services/connect/schemas";

/** How to let Sluice read what Heap writes to S3. */
export function ConnectSetup({
  connect,
  onEdit,
}: {
  connect: ConnectDto;
  onEdit: () => void;
}) {
  const [bucket, setBucket] = useState("heap-rs3-acme");
  const [region, setRegion] = useState<"us" | "eu">("us");
  return (
    <Card
      title="Heap Connect"
      aside={
        <Button size="sm" onClick={onEdit}>
          Name the bucket
        </Button>
      }
    >
      <div className="grid gap-4 p-4 text-sm">
        <p className="max-w-[70ch] text-ink-2">
          Heap Connect writes everything that Heap knows to a bucket each night:
          past events, users and their properties, and who became whom. Sluice
          reads it from there, once, and afterwards only what changed. Where it
          writes to Snowflake, BigQuery or Redshift instead, choose that in the
          settings.
        </p>
        <details>
          <summary className="cursor-pointer font-medium">
            The policies to paste in AWS
          </summary>
          <div className="mt-3 grid gap-4">
            <div className="grid gap-3 sm:grid-cols-2">
              <Field
                label="Bucket"
                help="Heap asks that it begins with heap-rs3-."
              >
                {(props) => (
                  <Input
                    {...props}
                    value={bucket}
                    onChange={(event) => setBucket(event.target.value)}
                  />
                )}
              </Field>
              <Field label="Where Heap keeps your data">
                {(props) => (
                  <Select
                    {...props}
                    value={region}
                    onChange={(event) =>
                      setRegion(event.target.value === "eu" ? "eu" : "us")
                    }
                  >
                    <option value="us">United States</option>
                    <option value="eu">Europe</option>
                  </Select>
                )}
              </Field>
            </div>
            <Part title="Bucket policy; the last name is that of whoever reads">
              <CodeBlock
                label="Bucket policy"
                text={bucketPolicy(
                  ...([bucket, region] as const),
                  "arn:aws:iam::123456789012:user/sluice",
                )}
              />
            </Part>
            <Part title="With a role instead of an access key: its trust policy">
              <CodeBlock
                label="Trust policy"
                text={trustPolicy(
                  "arn:aws:iam::123456789012:root",
                  connect.externalId,
                )}
              />
            </Part>
          </div>
        </details>
      </div>
    </Card>
  );
}
