// The staff console: one page, one script, one style sheet with fixed names, which the server
// carries inside itself (bot/console/pages.cpp).
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'console',
  base: './',
  build: {
    target: 'es2022',
    reportCompressedSize: false,
    emptyOutDir: true,
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    modulePreload: false,
    rollupOptions: {
      input: 'console/main.ts',
      output: {
        entryFileNames: 'console.js',
        assetFileNames: 'console[extname]',
        inlineDynamicImports: true,
      },
    },
  },
});
