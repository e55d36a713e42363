import { md5 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { FAILED } from "../failed";
import { TEXT } from "../value-type";
import { defineFunction, type FunctionRow } from "./function-row";
import { text } from "./reader";

const EMAIL = /^\s*([^\s@])[^\s@]*@([^\s@]+)\s*$/;

export const privacyFunctions = {
  sha256: defineFunction({
    label: "SHA-256",
    group: "privacy",
    doc: "The hash of the text in hexadecimal. Trim and lower-case e-mails before it, as ad platforms expect.",
    takes: text,
    result: TEXT,
    run: (value) => bytesToHex(sha256(utf8ToBytes(value))),
    examples: [
      {
        args: ["ann@acme.io"],
        result:
          "564251fb50b0e610cb6c51c510b1fc8a7b80037f2c9ab136289aa505f7c9951d",
      },
    ],
  }),
  md5: defineFunction({
    label: "MD5",
    group: "privacy",
    doc: "The hash of the text in hexadecimal. Weak: only for tools that ask for it.",
    takes: text,
    result: TEXT,
    run: (value) => bytesToHex(md5(utf8ToBytes(value))),
    examples: [{ args: [""], result: "d41d8cd98f00b204e9800998ecf8427e" }],
  }),
  maskEmail: defineFunction({
    label: "Mask e-mail",
    group: "privacy",
    doc: "Only the first letter and the domain.",
    takes: text,
    result: TEXT,
    expects: () => "an e-mail address",
    run: (value) => {
      const match = EMAIL.exec(value);
      return match === null ? FAILED : `${match[1] ?? ""}***@${match[2] ?? ""}`;
    },
    examples: [{ args: ["ann@acme.io"], result: "a***@acme.io" }],
  }),
} satisfies Record<string, FunctionRow>;
