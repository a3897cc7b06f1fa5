// One script, widget.js, with everything in it: a shop embeds it with one tag.
import { defineConfig } from 'vite';

export default defineConfig({
  build: {
    target: 'es2022',
    reportCompressedSize: false,
    emptyOutDir: true,
    lib: {
      entry: 'widget/element.ts',
      formats: ['iife'],
      name: 'Boomerang',
      fileName: () => 'widget.js',
    },
  },
});
