// In place of Next's own next-env.d.ts, which tsconfig.json leaves out: as soon
// as there is a folder pages/ that one has the navigation hooks answer null, as
// they do in pages of both routers. Ours come from the app router alone.
/// <reference types="next" />
/// <reference types="next/image-types/global" />
