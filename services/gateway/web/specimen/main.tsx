// SPDX-License-Identifier: MIT
import { createRoot } from "react-dom/client";
import "../source/style/index.css";
import "./specimen.css";
import { Specimen } from "./specimen.tsx";
import { dress } from "./words.ts";

dress();
const root = document.getElementById("root");
if (root) createRoot(root).render(<Specimen />);
