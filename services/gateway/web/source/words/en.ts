// SPDX-License-Identifier: MIT
import parts from "../parts/words/en.json";
import own from "./en.json";

export const messages: Record<string, string> = { ...parts, ...own };
