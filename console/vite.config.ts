import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// `npx vite` in this folder serves the sources and passes the API on to a stack that runs (npm start).
const gateway = "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [react()],
  build: {
    target: "es2023",
    // A font within a style sheet would need `data:` in the content security policy.
    assetsInlineLimit: 0,
    // gzip sizes are measured by tools/check-console-size.ts.
    reportCompressedSize: false,
  },
  server: { proxy: { "/api": gateway, "/docs": gateway, "/openapi.json": gateway } },
});
