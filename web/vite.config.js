import { defineConfig } from "vite";
import { viteSingleFile } from "vite-plugin-singlefile";

// One page with everything in it. The program puts the report's JSON where the page says `null`.
export default defineConfig({
  plugins: [viteSingleFile({ removeViteModuleLoader: true })],
  build: {
    target: "es2022",
    outDir: "dist",
    modulePreload: false,
    rollupOptions: { input: "report.html" },
  },
});
