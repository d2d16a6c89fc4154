// SPDX-License-Identifier: MIT
import parts from "../parts/words/zh.json";
import own from "./zh.json";

export const messages: Record<string, string> = { ...parts, ...own };
