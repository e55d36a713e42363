"use client";
import Link from "next/link";
import { useSession } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { PageHead } from "@/components/ui/page-head";
import { Tag } from "@/components/ui/tag";
import { templates } from "@/lib/templates/registry";
import type { TemplateView } from "@/lib/templates/template";
import { TemplatePicture } from "./template-picture";
import { TryInSandbox } from "./try-in-sandbox";

/** Where a sync starts. */
export function TemplateGallery() {
  const { sandboxUrl } = useSession();
  return (
    <>
      <PageHead
        title="Templates"
        lead={
          sandboxUrl === null
            ? "Three steps each."
            : "Three steps each. Try one with the built-in sandbox first; nothing leaves this machine."
        }
      />
      <div className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,330px),1fr))] gap-4">
        {templates.map((template) => (
          <TemplateCard
            key={template.slug}
            template={template}
            hasSandbox={sandboxUrl !== null}
          />
        ))}
      </div>
    </>
  );
}

function TemplateCard({
  template,
  hasSandbox,
}: {
  template: TemplateView;
  hasSandbox: boolean;
}) {
  const { slug, title, description, category, choice } = template;
  return (
    <article className="flex flex-col overflow-hidden rounded-surface border border-line bg-surface">
      <TemplatePicture />
      <div className="flex grow flex-col p-4">
        <h2 className="text-base font-semibold">{title}</h2>
        <p className="mt-0.5 mb-4 grow text-sm text-ink-2">{description}</p>
        <div className="flex flex-wrap items-center gap-2">
          <span className="grow">
            <Tag>{category}</Tag>
          </span>
          {hasSandbox && choice === "events" && <TryInSandbox slug={slug} />}
          <Button asChild variant="primary">
            <Link data-row href={`/templates/${slug}`}>
              Use template
            </Link>
          </Button>
        </div>
      </div>
    </article>
  );
}
