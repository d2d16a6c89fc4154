// SPDX-License-Identifier: MIT
import { createRoot } from "react-dom/client";
import "./style/index.css";
import "./shell/shell.css";
import "./generic/generic.css";
import "./home/home.css";
import { App } from "./shell/app.tsx";

const root = document.getElementById("root");
if (root) createRoot(root).render(<App />);
